// Questions that answer back, in a self-test and inside lessons. Without this script a question is text, with its answer
// in <details>; that text stays on the page, because it is what gets printed.

import { button, contents, later, make, quarter, words } from "./dom.js";
import { openStore } from "./opslag.js";

/** @typedef {import("./opslag.js").Store} Store */
/** @typedef {{ right: boolean, sentence: string, feedback: Node[] }} Result */
/**
 * What each kind of question can do. Answers are kept as the texts that the student chose, so that they survive a new
 * order of the options.
 * @typedef {object} Part
 * @property {Node[]} nodes
 * @property {() => any} read - the answer, null when there is none yet
 * @property {(answer: any) => void} write
 * @property {() => Result} check - compare, and mark what was chosen
 * @property {() => Result} reveal - show the right answer
 * @property {() => void} unmark
 */

const DONE = ["goed", "gezien", "geschreven"];

/**
 * Bring the questions on the page to life.
 * @param {Document} root
 */
export async function start(root) {
  const store = await openStore();
  for (const box of root.querySelectorAll(".kw-zelftoets:not([data-levend])")) new Test(/** @type {HTMLElement} */ (box), store);
  for (const section of root.querySelectorAll(".kw-vraag[data-soort]:not([data-levend])")) {
    new Question(/** @type {HTMLElement} */ (section), store, () => {});
  }
}

class Test {
  /**
   * @param {HTMLElement} box
   * @param {Store} store
   */
  constructor(box, store) {
    this.box = box;
    this.store = store;
    box.dataset.levend = "ja";
    this.progress = make("p", { class: "kw-voortgang" });
    this.end = make("section", { class: "kw-toetsuitslag", tabindex: -1, "aria-label": "Hoe het ging", hidden: true });
    this.questions = [...box.querySelectorAll(".kw-vraag")].map(
      (section) => new Question(/** @type {HTMLElement} */ (section), store, () => this.update(true)),
    );
    box.prepend(this.progress);
    box.append(this.end);
    document.addEventListener("kw-niveau", () => this.update(false));
    this.update(false);
  }

  /** The questions of the chosen level. */
  get counted() {
    return this.questions.filter((one) => !one.section.hasAttribute("data-niveau-uit"));
  }

  /** @param {boolean} acted - whether the student just did something */
  update(acted) {
    const all = this.counted;
    const done = all.filter((one) => DONE.includes(one.state));
    this.progress.replaceChildren(quarter(done.length / all.length), ` ${done.length} van ${all.length} gedaan`);
    const finished = done.length === all.length;
    if (finished && acted) this.keep(all);
    this.end.hidden = !finished;
    if (!finished) return;
    const missed = all.filter((one) => one.missed);
    this.end.replaceChildren(
      make("h2", {}, "Hoe het ging"),
      ...this.sentences(all, missed).map((text) => make("p", {}, text)),
      make(
        "p",
        { class: "kw-knoppen" },
        missed.length ? button(missed.length === 1 ? "Die ene vraag opnieuw" : `Die ${missed.length} vragen opnieuw`, () => this.again(missed), "md-button md-button--primary") : null,
        button("Alles opnieuw", () => this.again(all.filter((one) => one.kind !== "open")), "md-button"),
      ),
    );
  }

  /**
   * @param {Question[]} all
   * @param {Question[]} missed
   */
  sentences(all, missed) {
    const closed = all.filter((one) => one.kind !== "open");
    const open = all.length - closed.length;
    const right = closed.length - missed.length;
    const found = [];
    if (closed.length && !missed.length) found.push(closed.length === 1 ? "Je antwoord was meteen goed." : `Alle ${closed.length} vragen had je meteen goed.`);
    else if (closed.length) {
      found.push(`${right} van de ${closed.length} vragen had je meteen goed. Van de andere heb je nu de uitleg gezien. Doe ze gerust nog eens, liefst op een andere dag.`);
    }
    if (open) found.push(open === 1 ? "Je antwoord op de open vraag staat in je leerdossier." : `Je antwoorden op de ${open} open vragen staan in je leerdossier.`);
    return found;
  }

  /** @param {Question[]} all */
  keep(all) {
    const closed = all.filter((one) => one.kind !== "open");
    this.store.set(`zelftoets/${this.box.dataset.toets}`, {
      titel: words(document.querySelector("h1")),
      meteen: closed.filter((one) => !one.missed).length,
      van: closed.length,
    });
  }

  /**
   * Only these questions, fresh; the others go out of sight.
   * @param {Question[]} chosen
   */
  again(chosen) {
    for (const one of this.questions) {
      one.section.hidden = !chosen.includes(one);
      if (chosen.includes(one)) one.reset();
    }
    this.update(false);
    chosen[0]?.focus();
    if (chosen.length === this.counted.length) return;
    const all = button("Alle vragen tonen", () => {
      for (const one of this.questions) one.section.hidden = false;
      all.remove();
    });
    this.progress.append(" ", all);
  }
}

class Question {
  /**
   * @param {HTMLElement} section
   * @param {Store} store
   * @param {() => void} changed - called when the result changed
   */
  constructor(section, store, changed) {
    this.section = section;
    this.store = store;
    this.changed = changed;
    this.kind = section.dataset.soort ?? "";
    this.key = `vraag/${section.dataset.vraag}`;
    this.state = "";
    this.attempts = 0;
    section.dataset.levend = "ja";
    const prompt = /** @type {HTMLElement} */ (section.querySelector(".kw-vraagtekst"));
    prompt.id ||= `tekst-${this.key.replaceAll("/", "-")}`;
    this.part = PARTS[this.kind](section, randomizer(this.key + store.salt), this.key);
    this.verdict = make("div", { class: "kw-uitslag", tabindex: -1, role: "group", "aria-label": "Uitslag", hidden: true });
    this.notice = make("p", { class: "kw-opmerking", role: "status" });
    this.submit = make("button", { class: "md-button", type: "submit" }, this.kind === "open" ? "Vergelijk met een voorbeeld" : "Kijk na");
    this.retry = button("Probeer opnieuw", () => this.tryAgain(), "md-button");
    this.show = button("Laat het antwoord zien", () => this.reveal());
    this.form = make(
      "form",
      { class: "kw-vraagblad", "aria-labelledby": prompt.id, autocomplete: "off" },
      ...this.part.nodes,
      this.notice,
      this.verdict,
      make("p", { class: "kw-knoppen" }, this.submit, this.retry, this.show),
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.check();
    });
    const keep = later(() => this.keep());
    this.form.addEventListener("input", () => {
      if (this.kind === "open") keep();
      else if (this.state === "nog-niet") this.settle("bezig", null);
      this.notice.textContent = "";
    });
    section.querySelector(".kw-vraagdeel")?.append(this.form);
    this.restore();
  }

  /** Whether it was not right at the first try. */
  get missed() {
    return this.kind !== "open" && DONE.includes(this.state) && !(this.state === "goed" && this.attempts === 1);
  }

  /** What was answered before, with its result. */
  restore() {
    const kept = this.store.get(this.key);
    this.settle("", null);
    if (!kept) return;
    this.part.write(kept.antwoord);
    if (this.part.read() === null) return;
    this.attempts = kept.meteen ? 1 : Math.max(2, kept.pogingen ?? 2);
    if (kept.uitslag === "gezien") this.settle("gezien", this.part.reveal());
    else if (kept.uitslag === "goed" || kept.uitslag === "nog-niet" || kept.uitslag === "geschreven") {
      const result = this.part.check();
      this.settle(this.kind === "open" ? "geschreven" : result.right ? "goed" : "nog-niet", result);
      if (!kept.meteen && this.state === "nog-niet") this.attempts = kept.pogingen ?? 1;
    }
  }

  /** Look at the answer that stands there now. */
  check() {
    if (this.part.read() === null) {
      this.notice.textContent = EMPTY[this.kind] ?? "Kies eerst een antwoord.";
      return;
    }
    const result = this.part.check();
    this.attempts += 1;
    this.settle(this.kind === "open" ? "geschreven" : result.right ? "goed" : "nog-niet", result);
    this.keep();
    this.changed();
    this.verdict.focus();
  }

  /** Show the right answer to who wants to see it. */
  reveal() {
    const given = this.part.read();
    this.attempts = Math.max(2, this.attempts);
    this.settle("gezien", this.part.reveal());
    this.keep(given);
    this.changed();
    this.verdict.focus();
  }

  tryAgain() {
    this.settle("bezig", null);
    this.focus();
  }

  /** As if it had not been answered; what was written on an open question stays. */
  reset() {
    this.attempts = 0;
    this.store.remove(this.key);
    this.settle("", null);
    if (this.kind !== "open") this.part.write(null);
  }

  /** Go to the first thing that can be filled in. */
  focus() {
    /** @type {HTMLElement | null} */ (this.form.querySelector("input, select, textarea, button"))?.focus();
  }

  /**
   * Show a state, with its verdict or without.
   * @param {string} state
   * @param {Result | null} result
   */
  settle(state, result) {
    this.state = state;
    const closed = state === "goed" || state === "gezien";
    if (!result) this.part.unmark();
    for (const control of this.form.querySelectorAll("fieldset, .kw-invoer")) control.toggleAttribute("disabled", closed);
    this.submit.hidden = closed || state === "nog-niet";
    this.retry.hidden = state !== "nog-niet";
    this.show.hidden = state !== "nog-niet";
    this.verdict.hidden = !result;
    this.verdict.dataset.uitslag = state;
    this.verdict.replaceChildren();
    if (!result) return;
    this.verdict.append(make("p", { class: "kw-uitslag-zin" }, result.sentence), ...result.feedback);
    const extra = this.section.querySelector(".kw-uitleg");
    if (extra && state !== "nog-niet") this.verdict.append(...[...extra.childNodes].map((node) => node.cloneNode(true)));
  }

  /** @param {any} [answer] - when it is not what stands there now */
  keep(answer = this.part.read()) {
    if (answer === null && this.kind !== "open") return;
    this.store.set(this.key, {
      soort: this.kind,
      vraag: words(this.section.querySelector(".kw-vraagtekst")),
      antwoord: answer,
      uitslag: this.state,
      meteen: this.state === "goed" && this.attempts === 1,
      pogingen: this.attempts,
    });
  }
}

/** @type {Record<string, string>} What to say when nothing was filled in. */
const EMPTY = {
  "meerdere-antwoorden": "Kies eerst een of meer antwoorden.",
  koppelen: "Kies eerst bij elk onderdeel wat erbij hoort.",
  "kort-antwoord": "Schrijf eerst een antwoord.",
  open: "Schrijf eerst zelf iets. Een paar woorden is genoeg.",
};

/** @type {Record<string, (section: HTMLElement, random: () => number, name: string) => Part>} */
const PARTS = {
  meerkeuze: (section, random, name) => choices(section, name, "radio", random),
  "meerdere-antwoorden": (section, random, name) => choices(section, name, "checkbox", random),
  "waar-onwaar": (section, _, name) => choices(section, name, "radio", null),
  koppelen: pairs,
  volgorde: order,
  "kort-antwoord": short,
  open,
};

/**
 * One or more out of several.
 * @param {HTMLElement} section
 * @param {string} name
 * @param {"radio" | "checkbox"} type
 * @param {(() => number) | null} random - no shuffling without
 * @returns {Part}
 */
function choices(section, name, type, random) {
  const feedback = [...section.querySelectorAll(".kw-feedback > li")];
  const options = [...section.querySelectorAll(".kw-opties > li")].map((item, number) => {
    const input = /** @type {HTMLInputElement} */ (make("input", { type, name }));
    const mark = make("span", { class: "kw-teken" });
    const label = make("label", { class: "kw-optie" }, input, make("span", {}, ...contents(item)), mark);
    return { input, label, mark, text: words(item), right: feedback[number].getAttribute("data-juist") === "ja", why: feedback[number] };
  });
  const shown = random ? shuffle(options, random) : options;
  const set = make("fieldset", { class: "kw-keuzes" + (random ? "" : " kw-keuzes--naast") }, ...shown.map((one) => one.label));
  const chosen = () => options.filter((one) => one.input.checked);
  const sign = (/** @type {typeof options} */ some) => some.forEach((one) => signal(one.label, one.mark, one.right));
  const explain = (/** @type {typeof options} */ some) => some.map((one) => remark(some.length > 1 ? one.text : "", one.why, one.right));
  const others = (/** @type {typeof options} */ some) => {
    const rest = options.filter((one) => !some.includes(one));
    return rest.length ? [make("details", {}, make("summary", {}, "En de andere antwoorden?"), ...rest.map((one) => remark(one.text, one.why, one.right)))] : [];
  };
  return {
    nodes: [set],
    read: () => {
      const texts = chosen().map((one) => one.text);
      return texts.length ? (type === "radio" ? texts[0] : texts) : null;
    },
    write: (answer) => {
      for (const one of options) one.input.checked = [answer].flat().includes(one.text);
    },
    check: () => {
      const some = chosen();
      const good = some.filter((one) => one.right).length;
      const wanted = options.filter((one) => one.right).length;
      const right = good === wanted && some.length === wanted;
      sign(some);
      let sentence = right ? "Goed." : "Nog niet.";
      if (!right && type === "checkbox" && good) {
        sentence = `Nog niet helemaal: ${good} van de ${wanted} juiste antwoorden heb je`;
        sentence += some.length > good ? `, en ${some.length - good} ${some.length - good === 1 ? "hoort" : "horen"} er niet bij.` : ".";
      }
      return { right, sentence, feedback: [...explain(some), ...(right ? others(some) : [])] };
    },
    reveal: () => {
      const some = options.filter((one) => one.right);
      for (const one of options) one.input.checked = one.right;
      sign(some);
      return { right: true, sentence: some.length > 1 ? "Dit zijn de juiste antwoorden." : "Dit is het juiste antwoord.", feedback: [...explain(some), ...others(some)] };
    },
    unmark: () => options.forEach((one) => signal(one.label, one.mark, null)),
  };
}

/**
 * What belongs together: a choice beside each item on the left.
 * @param {HTMLElement} section
 * @param {() => number} random
 * @param {string} name
 * @returns {Part}
 */
function pairs(section, random, name) {
  const why = [...section.querySelectorAll(".kw-feedback > li")];
  const places = [...section.querySelectorAll(".kw-rechts > li")].map((item, place) => ({ item, place, text: words(item) }));
  const right = shuffle(places, random);
  const letter = (/** @type {number} */ place) => String.fromCharCode(65 + right.findIndex((one) => one.place === place));
  const rows = [...section.querySelectorAll(".kw-links > li")].map((item, number) => {
    const id = `${name.replaceAll("/", "-")}-${number}`;
    const select = /** @type {HTMLSelectElement} */ (
      make(
        "select",
        { id, class: "kw-invoer" },
        make("option", { value: "" }, "Kies wat erbij hoort"),
        ...right.map((one) => make("option", { value: one.place }, `${letter(one.place)}. ${one.text}`)),
      )
    );
    const mark = make("span", { class: "kw-teken" });
    const row = make("div", { class: "kw-paar" }, make("label", { for: id }, ...contents(item)), select, mark);
    return { row, select, mark, text: words(item), answer: why[number].getAttribute("data-hoort") ?? "", why: why[number] };
  });
  const list = make("ol", { class: "kw-letters-lijst", type: "A" }, ...right.map((one) => make("li", {}, ...contents(one.item))));
  const explain = (/** @type {typeof rows} */ some) => some.map((one) => remark(`${one.text}: ${letter(Number(one.answer))}`, one.why, true));
  const sign = () => rows.forEach((one) => signal(one.row, one.mark, one.select.value === one.answer));
  return {
    nodes: [list, make("fieldset", {}, ...rows.map((one) => one.row))],
    read: () => {
      if (rows.some((one) => !one.select.value)) return null;
      return Object.fromEntries(rows.map((one) => [one.text, places[Number(one.select.value)].text]));
    },
    write: (answer) => {
      for (const one of rows) {
        const place = places.find((other) => other.text === answer?.[one.text])?.place;
        one.select.value = place === undefined ? "" : String(place);
      }
    },
    check: () => {
      const good = rows.filter((one) => one.select.value === one.answer);
      sign();
      const all = good.length === rows.length;
      return { right: all, sentence: all ? "Goed, alle paren kloppen." : partly(good.length, rows.length, "paren kloppen"), feedback: explain(good) };
    },
    reveal: () => {
      for (const one of rows) one.select.value = one.answer;
      sign();
      return { right: true, sentence: "Zo horen ze bij elkaar.", feedback: explain(rows) };
    },
    unmark: () => rows.forEach((one) => signal(one.row, one.mark, null)),
  };
}

/**
 * Steps to put in order, with buttons up and down.
 * @param {HTMLElement} section
 * @param {() => number} random
 * @returns {Part}
 */
function order(section, random) {
  const why = [...section.querySelectorAll(".kw-feedback > li")];
  const steps = [...section.querySelectorAll(".kw-opties > li")].map((item) => {
    const place = Number(item.getAttribute("data-plaats"));
    const text = words(item);
    const mark = make("span", { class: "kw-teken" });
    const up = button("↑", () => move(step, -1), "kw-schuif");
    const down = button("↓", () => move(step, 1), "kw-schuif");
    const li = make("li", { class: "kw-stuk" }, make("span", {}, ...contents(item)), mark, up, down);
    up.setAttribute("aria-label", `Omhoog: ${text}`);
    down.setAttribute("aria-label", `Omlaag: ${text}`);
    const step = { place, text, mark, up, down, li, why: why[place] };
    return step;
  });
  const list = make("ol", { class: "kw-stukken" });
  const voice = make("p", { class: "kw-stem", role: "status" });
  let current = shuffle(steps, random);
  if (current.every((step, at) => step.place === at)) current.reverse();
  const start = [...current];
  const draw = () => {
    list.replaceChildren(...current.map((step) => step.li));
    current.forEach((step, at) => {
      step.up.toggleAttribute("disabled", at === 0);
      step.down.toggleAttribute("disabled", at === current.length - 1);
    });
  };
  const move = (/** @type {typeof steps[0]} */ step, /** @type {number} */ by) => {
    const at = current.indexOf(step);
    current.splice(at, 1);
    current.splice(at + by, 0, step);
    draw();
    const used = by < 0 ? step.up : step.down;
    (used.hasAttribute("disabled") ? (by < 0 ? step.down : step.up) : used).focus();
    voice.textContent = `Nu op plaats ${at + by + 1} van ${current.length}.`;
    list.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const sign = () => current.forEach((step, at) => signal(step.li, step.mark, step.place === at));
  draw();
  return {
    nodes: [make("fieldset", {}, list), voice],
    read: () => current.map((step) => step.text),
    write: (answer) => {
      const texts = Array.isArray(answer) ? answer : [];
      const known = steps.length === texts.length && steps.every((step) => texts.includes(step.text));
      current = known ? texts.map((text) => /** @type {typeof steps[0]} */ (steps.find((step) => step.text === text))) : [...start];
      draw();
    },
    check: () => {
      const good = current.filter((step, at) => step.place === at);
      const all = good.length === current.length;
      sign();
      const sentence = all ? "Goed, dit is de volgorde." : partly(good.length, current.length, "staan op hun plaats");
      return { right: all, sentence, feedback: good.map((step) => remark(step.text, step.why, true)) };
    },
    reveal: () => {
      current = [...steps].sort((a, b) => a.place - b.place);
      draw();
      sign();
      return { right: true, sentence: "Dit is de volgorde.", feedback: current.map((step) => remark(step.text, step.why, true)) };
    },
    unmark: () => steps.forEach((step) => signal(step.li, step.mark, null)),
  };
}

/**
 * A word or a few words.
 * @param {HTMLElement} section
 * @param {unknown} _
 * @param {string} name
 * @returns {Part}
 */
function short(section, _, name) {
  const id = `${name.replaceAll("/", "-")}-antwoord`;
  const answers = [...section.querySelectorAll(".kw-feedback > li")];
  const input = /** @type {HTMLInputElement} */ (make("input", { id, type: "text", class: "kw-invoer", autocapitalize: "off", autocomplete: "off", spellcheck: "false" }));
  const mark = make("span", { class: "kw-teken" });
  const row = make("div", { class: "kw-kort" }, make("label", { for: id }, "Jouw antwoord"), input, mark);
  const fold = (/** @type {string | null} */ text) =>
    (text ?? "").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const found = () => answers.find((one) => fold(one.getAttribute("data-tekst")) === fold(input.value)) ?? answers[answers.length - 1];
  return {
    nodes: [row],
    read: () => input.value.trim() || null,
    write: (answer) => {
      input.value = answer ?? "";
    },
    check: () => {
      const answer = found();
      const right = answer.getAttribute("data-juist") === "ja";
      signal(row, mark, right);
      return { right, sentence: right ? "Goed." : "Nog niet.", feedback: [remark("", answer, right)] };
    },
    reveal: () => {
      const right = answers.filter((one) => one.getAttribute("data-juist") === "ja");
      const others = right.slice(1).map((one) => one.getAttribute("data-tekst"));
      const sentence = `Het antwoord is: ${right[0].getAttribute("data-tekst")}.` + (others.length ? ` Ook goed: ${others.join(", ")}.` : "");
      return { right: true, sentence, feedback: [remark("", right[0], true)] };
    },
    unmark: () => signal(row, mark, null),
  };
}

/**
 * Something to write; the model answer comes afterwards.
 * @param {HTMLElement} section
 * @param {unknown} _
 * @param {string} name
 * @returns {Part}
 */
function open(section, _, name) {
  const id = `${name.replaceAll("/", "-")}-antwoord`;
  const area = /** @type {HTMLTextAreaElement} */ (make("textarea", { id, rows: 5 }));
  const result = () => {
    const points = [...section.querySelectorAll(".kw-letop > li")].map((item) =>
      make("label", { class: "kw-optie" }, make("input", { type: "checkbox" }), make("span", {}, ...contents(item))),
    );
    const feedback = [make("div", { class: "kw-model" }, ...[...(section.querySelector(".kw-model")?.childNodes ?? [])].map((node) => node.cloneNode(true)))];
    if (points.length) feedback.push(make("fieldset", { class: "kw-nakijken" }, make("legend", {}, "Zit dit in jouw antwoord?"), ...points));
    return { right: true, sentence: "Zo kan het ook. Leg het naast jouw antwoord.", feedback };
  };
  return {
    nodes: [make("div", { class: "kw-kort" }, make("label", { for: id }, "Jouw antwoord"), area)],
    read: () => area.value.trim() || null,
    write: (answer) => {
      area.value = answer ?? "";
    },
    check: result,
    reveal: result,
    unmark: () => {},
  };
}

/**
 * Why an answer is right or not.
 * @param {string} title - the answer, when it is not clear which one is meant
 * @param {Element} why - the list item with the feedback
 * @param {boolean} right
 */
function remark(title, why, right) {
  const copy = /** @type {Element} */ (why.cloneNode(true));
  copy.querySelector(".kw-oordeel")?.remove();
  const box = make("div", { class: "kw-opmerking", "data-juist": right ? "ja" : "nee" });
  if (title) box.append(make("p", { class: "kw-opmerking-bij" }, title));
  box.append(...(copy.querySelector("p") ? copy.childNodes : [make("p", {}, ...copy.childNodes)]));
  return box;
}

/**
 * What to say when not everything is right: what did go well, if anything.
 * @param {number} good
 * @param {number} all
 * @param {string} what
 */
function partly(good, all, what) {
  return good ? `Nog niet helemaal: ${good} van de ${all} ${what}.` : "Nog niet. Kijk nog eens goed en probeer het opnieuw.";
}

/**
 * Show beside an answer whether it is right, in a word as well as in colour.
 * @param {HTMLElement} row
 * @param {HTMLElement} mark
 * @param {boolean | null} right - null takes the mark away
 */
function signal(row, mark, right) {
  row.toggleAttribute("data-juist", right !== null);
  if (right !== null) row.dataset.juist = right ? "ja" : "nee";
  mark.textContent = right === null ? "" : right ? "klopt" : "nog niet";
}

/**
 * The same items in an order that depends on the seed only.
 * @template T
 * @param {T[]} items
 * @param {() => number} random
 */
function shuffle(items, random) {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}

/**
 * Numbers from 0 to 1 that depend on a text only (FNV-1a as seed for mulberry32).
 * @param {string} text
 */
function randomizer(text) {
  let seed = 2166136261;
  for (const char of text) seed = Math.imul(seed ^ (char.codePointAt(0) ?? 0), 16777619);
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
