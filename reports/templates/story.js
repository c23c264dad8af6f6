(() => {
  "use strict";
  const form = document.querySelector(".filters");
  const cards = [...document.querySelectorAll(".card[data-axes]")];
  const rows = [...document.querySelectorAll("tr[data-kind]")];
  const groups = [...document.querySelectorAll(".group")];
  const has = (element, name, value) => !value || element.dataset[name].trim().split(/\s+/).includes(value);

  const folded = (card) => card.closest("details.folded") !== null;

  function apply() {
    const { axis, edition, kind, p } = form.elements;
    const least = Number(p.value);
    form.elements["shown-p"].value = least.toFixed(2);
    let differences = 0, sentences = 0;
    for (const card of cards) {
      card.hidden = !(has(card, "axes", axis.value) && has(card, "editions", edition.value));
      differences += !card.hidden && !folded(card);
    }
    for (const row of rows) {
      const single = row.dataset.kind === "only";
      row.hidden = !(has(row, "axes", axis.value) && has(row, "editions", edition.value)
        && (!kind.value || row.dataset.kind === kind.value) && (least === 0 || (!single && Number(row.dataset.p) >= least)));
      sentences += !row.hidden;
    }
    for (const group of groups) group.hidden = [...group.querySelectorAll(".card")].every((card) => card.hidden);
    form.elements.count.value = `${differences} of ${cards.filter((card) => !folded(card)).length} differences, ${sentences} of ${rows.length} rows`;
  }

  function unfold(open) {
    for (const details of document.querySelectorAll("details.translation")) details.open = open;
  }

  form.hidden = false;
  form.addEventListener("input", (event) => {
    if (event.target.name === "translations") unfold(event.target.checked);
    apply();
  });
  form.addEventListener("reset", () => setTimeout(() => { unfold(false); apply(); }));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", (event) => {
    const cell = event.target.closest("[data-set-axis]");
    if (cell) {
      form.elements.axis.value = cell.dataset.setAxis;
      form.elements.edition.value = cell.dataset.setEdition;
      apply();
    }
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
    if (target && target.hidden) { form.reset(); target.hidden = false; }
  });

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of closed) details.open = false; });
  apply();
})();
