"use strict";
(() => {
  const token = location.hash.slice(1);
  const find = (selector) => document.querySelector(selector);
  const main = find("main"), bar = find(".bar"), note = find("#note"), help = find("dialog");
  const verdicts = find(".verdicts"), reasons = find(".why-it-is"), noted = find(".noted");
  let state = null, chosen = null, busy = false;

  const say = (text, fault) => {
    find("#said").textContent = text;
    find("#said").classList.toggle("fault", Boolean(fault));
  };
  const heading = () => { const h = main.querySelector("h1"); if (h) h.focus({ preventScroll: true }); };
  const ask = (verdict) => {
    chosen = verdict;
    reasons.hidden = !verdict;
    verdicts.hidden = Boolean(verdict);
    bar.classList.toggle("asking", Boolean(verdict));
    find("#asked").textContent = verdict ? `${verdict}: what made it?` : "";
    if (verdict) find("#asked").focus({ preventScroll: true });
  };
  const show = (given) => {
    const moved = !state || state.finding !== given.finding || given.finished;
    state = given;
    main.innerHTML = given.main; // made by the server, which escapes every word of a text
    main.classList.remove("whole");
    find("#progress").textContent = given.progress;
    find("#who").textContent = `judging as ${given.who}`;
    const shown = find("progress");
    shown.max = Math.max(given.total, 1);
    shown.value = given.done;
    bar.hidden = given.finished;
    verdicts.querySelectorAll("button").forEach((one) => { one.disabled = !given.finding; });
    tool("s").disabled = tool("m").disabled = tool("v").disabled = !given.finding;
    tool("u").disabled = !given.undo;
    tool("w").hidden = !given.others;
    tool("o").hidden = !given.page;
    ask(null);
    if (moved) { note.value = ""; noted.hidden = true; scrollTo(0, 0); }
    heading();
    say(given.said, given.fault);
  };
  const tool = (key) => bar.querySelector(`.tools [data-key="${key}"]`);
  const send = async (path, body) => {
    if (busy) return null;
    busy = true;
    main.setAttribute("aria-busy", "true");
    const slow = setTimeout(() => {
      document.body.classList.add("busy");
      say("Another process writes the lake; waiting for it …");
    }, 1000);
    try {
      const answer = await fetch(path, {
        method: body ? "POST" : "GET", cache: "no-store", credentials: "omit",
        headers: { "X-Parallax-Token": token, ...(body && { "Content-Type": "application/json" }) },
        body: body && JSON.stringify(body),
      });
      const given = await answer.json();
      if (given.main !== undefined) show(given);
      else say(given.fault || given.said, given.fault);
      return given;
    } catch {
      say("The program does not answer: it has ended. What was judged is stored.", true);
      return null;
    } finally {
      clearTimeout(slow);
      document.body.classList.remove("busy");
      main.removeAttribute("aria-busy");
      busy = false;
    }
  };
  const act = (name, more) => send("act", { act: name, finding: state.finding, ...more });
  const judge = (verdict, cause) => act("judge", { verdict, cause, note: note.value });
  const tools = {
    s: () => act("skip"), u: () => act("undo"), q: () => act("finish"), w: () => send("others"),
    m: () => { noted.hidden = false; note.focus(); },
    o: () => { if (state.page) open(state.page, "_blank", "noopener"); },
    v: () => {
      main.classList.toggle("whole");
      main.querySelectorAll("details").forEach((one) => { one.open = main.classList.contains("whole"); });
    },
    "?": () => help.showModal(),
  };
  const press = (button) => {
    if (!button || button.disabled || button.hidden || !state || busy) return false;
    if (reasons.contains(button)) {
      if ("back" in button.dataset) { ask(null); heading(); } else judge(chosen, button.value);
    } else if (verdicts.contains(button)) {
      if ("asks" in button.dataset) ask(button.value); else judge(button.value, "");
    } else tools[button.dataset.key]();
    return true;
  };
  bar.addEventListener("click", (event) => press(event.target.closest("button")));

  // The letter of the key where the layout is Cyrillic: the keys are the same on every keyboard.
  const key = (event) => {
    if (event.key.length > 1) return event.key;
    if (event.key.charCodeAt(0) < 128) return event.key.toLowerCase();
    return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || help.open) return;
    if (event.target === note) {
      if (event.key === "Enter" || event.key === "Escape") {
        event.preventDefault();
        if (chosen) find("#asked").focus(); else heading();
      }
      return;
    }
    const pressed = key(event);
    const named = pressed === "Enter" || pressed === "Escape";
    if (!named && !find("#single").checked) return;
    if (pressed === "Enter" && event.target.closest("button, summary, a")) return;
    const groups = chosen ? [reasons, bar] : [verdicts, bar.querySelector(".tools")];
    const buttons = groups.flatMap((group) => [...group.querySelectorAll("button")]);
    const button = buttons.find((one) => one.dataset.key === pressed && one.checkVisibility());
    if (press(button)) event.preventDefault();
  });
  send("state");
})();
