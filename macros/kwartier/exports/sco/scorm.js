// Shows one part at a time, checks the self-test, and tells the learning environment (SCORM 1.2) how far the student is.
"use strict";
(() => {
  const find = (start) => {
    for (let here = start, steps = 0; here && steps < 20; here = here.parent, steps += 1) {
      try {
        if (here.API) return here.API;
      } catch {
        return null; // a page of another site around us
      }
      if (here.parent === here) break;
    }
    return null;
  };
  const api = find(window) ?? (window.opener ? find(window.opener) : null);
  const get = (name) => (api ? String(api.LMSGetValue(name) ?? "") : "");
  const set = (name, value) => api?.LMSSetValue(name, String(value));

  const parts = [...document.querySelectorAll("[data-deel]")];
  const forms = [...document.querySelectorAll("form.vraag")];
  const status = document.getElementById("stand");
  const menu = document.querySelector("nav details");
  const narrow = matchMedia("(max-width: 44rem)"); // as in scorm.css: the menu folds away on a phone
  // What is kept, in at most 4096 characters: "d" a 1 per part that was opened, "v" per question 0 (not yet), 1 (wrong) or 2 (right).
  const state = { d: parts.map(() => 0), v: forms.map(() => 0) };

  const restore = () => {
    const [d = "", v = ""] = get("cmi.suspend_data").split(";");
    if (d.length === parts.length && v.length === forms.length) {
      state.d = [...d].map(Number);
      state.v = [...v].map(Number);
    }
  };

  const keep = () => {
    const scored = state.v.filter((one, place) => answer(forms[place]).goed.length > 0);
    const right = scored.filter((one) => one === 2).length;
    const done = state.d.every((one) => one) && state.v.every((one) => one);
    set("cmi.suspend_data", `${state.d.join("")};${state.v.join("")}`.slice(0, 4096));
    set("cmi.core.lesson_status", done ? "completed" : "incomplete");
    if (scored.length) {
      set("cmi.core.score.min", 0);
      set("cmi.core.score.max", 100);
      set("cmi.core.score.raw", Math.round((100 * right) / scored.length));
    }
    api?.LMSCommit("");
    const seen = state.d.filter((one) => one).length;
    const answered = state.v.filter((one) => one).length;
    status.textContent = `${seen} van ${parts.length} delen bekeken` +
      (forms.length ? `, ${answered} van ${forms.length} vragen gemaakt, ${right} goed` : "") + ".";
    document.querySelectorAll("nav li").forEach((line, place) => line.classList.toggle("gezien", state.d[place] === 1));
  };

  const show = (hash, focus) => {
    const target = hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
    const part = target?.closest("[data-deel]") ?? parts[0];
    for (const one of parts) one.hidden = one !== part;
    document.querySelectorAll("nav a").forEach((link) => {
      if (link.hash === `#${part.id}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
    state.d[parts.indexOf(part)] = 1;
    set("cmi.core.lesson_location", part.id);
    keep();
    if (narrow.matches) menu.open = false;
    if (focus) {
      (target ?? part).scrollIntoView();
      part.focus({ preventScroll: true });
    }
  };

  const answer = (form) => JSON.parse(form.dataset.antwoord);
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim().replace(/\s+/g, " ");

  const check = (form, place) => {
    const known = answer(form);
    const given = new FormData(form).getAll(form.id).map(String).filter((one) => one.trim());
    const box = form.querySelector(".feedback");
    if (!given.length) {
      box.textContent = "Geef eerst een antwoord.";
      return;
    }
    const written = form.querySelector("input[type=text], textarea");
    const open = known.goed.length === 0;
    const matched = written ? known.goed.filter((one) => fold(one) === fold(given[0])) : given;
    const right = open || (written
      ? matched.length > 0
      : given.length === known.goed.length && given.every((one) => known.goed.includes(one)));
    state.v[place] = right ? 2 : 1;
    const verdict = open ? "Vergelijk je antwoord met het voorbeeld." : right ? "Dat klopt." : "Dat klopt niet helemaal.";
    const texts = matched.map((one) => known.bij[one]).filter(Boolean);
    const wrong = written && !right;
    box.innerHTML = `<p><strong>${verdict}</strong></p>${texts.join("")}${right && written && !open ? "" : wrong || known.uitleg ? known.uitleg : ""}`;
    keep();
  };

  forms.forEach((form, place) => form.addEventListener("submit", (event) => {
    event.preventDefault();
    check(form, place);
  }));
  addEventListener("hashchange", () => show(location.hash, true));
  narrow.addEventListener("change", () => { menu.open = !narrow.matches; });

  api?.LMSInitialize("");
  restore();
  const left = get("cmi.core.lesson_location");
  if (left && !location.hash && document.getElementById(left)) history.replaceState(null, "", `#${left}`);
  show(location.hash, false);
  let ended = false;
  addEventListener("pagehide", () => {
    if (ended) return;
    ended = true;
    set("cmi.core.exit", "suspend");
    api?.LMSCommit("");
    api?.LMSFinish("");
  });
})();
