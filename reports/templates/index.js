(() => {
  "use strict";
  const form = document.querySelector(".filters");
  const days = [...document.querySelectorAll(".day")].map((day) => ({ day, rows: [...day.querySelectorAll("tr[data-words]")] }));
  const total = days.reduce((sum, { rows }) => sum + rows.length, 0);

  function apply() {
    const { words, language, axis, conflicts } = form.elements;
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { day, rows } of days) {
      let any = false;
      for (const row of rows) {
        const data = row.dataset;
        row.hidden = !(wanted.every((word) => data.words.includes(word))
          && (!language.value || data.languages.split(" ").includes(language.value))
          && (!axis.value || data.axes.split(" ").includes(axis.value))
          && (!conflicts.checked || Number(data.sure) > 0));
        if (!row.hidden) { any = true; shown += 1; }
      }
      day.hidden = !any;
    }
    form.elements.count.value = `${shown} of ${total} stories`;
  }

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
