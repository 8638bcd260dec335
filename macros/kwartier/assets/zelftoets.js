// Questions that answer back, in a self-test and inside lessons. Without this script a question is text, with its answer
// in <details>; that text stays on the page, because it is what gets printed.

import { button, contents, fill, later, make, pageTitle, plain, quarter, words } from "./dom.js";
import { openStore } from "./opslag.js";

/** @typedef {import("./opslag.js").Store} Store */
/** @typedef {ReturnType<typeof question>} Question */
/** @typedef {{ right: boolean, sentence: string, feedback: Node[] }} Result */
/**
 * What can be right or not within an answer.
 * @typedef {object} Row
 * @property {HTMLElement} element
 * @property {() => boolean | null} right - null when there is nothing to say about it
 */
/**
 * What each kind of question can do. Answers are kept as the texts that the student chose, so that they survive a new
 * order of the options.
 * @typedef {object} Part
 * @property {Node[]} nodes
 * @property {Row[]} rows
 * @property {() => any} read - the answer, null when there is none yet
 * @property {(answer: any) => void} write
 * @property {() => Result} check
 * @property {() => Result} reveal - put the right answer there
 */

const DONE = ["goed", "gezien", "geschreven"];

/** @param {HTMLElement} place - a self-test, or a question in a lesson */
export async function zelftoets(place) {
  const store = await openStore();
  if (place.matches(".kw-zelftoets")) selfTest(place, store);
  else question(place, store, () => {});
}

/**
 * @param {HTMLElement} box
 * @param {Store} store
 */
function selfTest(box, store) {
  const progress = make("p.kw-voortgang");
  const end = make("section.kw-toetsuitslag", { tabindex: -1, "aria-label": "Hoe het ging" });
  const sections = /** @type {HTMLElement[]} */ ([...box.querySelectorAll(".kw-vraag")]);
  const questions = sections.map((section) => question(section, store, () => update(true)));
  box.prepend(progress);
  box.append(end);
  document.addEventListener("kw-niveau", () => update(false));
  update(false);

  /** The questions of the chosen level. */
  function counted() {
    return questions.filter(({ section }) => !section.hasAttribute("data-niveau-uit"));
  }

  /** @param {boolean} acted - whether the student just did something */
  function update(acted) {
    const all = counted();
    const done = all.filter((one) => one.isDone()).length;
    fill(progress, quarter(done / all.length), ` ${done} van ${all.length} gedaan`);
    end.hidden = done < all.length;
    if (end.hidden) return;
    const closed = all.filter((one) => !one.isOpen);
    const missed = closed.filter((one) => one.isMissed());
    const open = all.length - closed.length;
    const right = closed.length - missed.length;
    if (acted) store.set(`zelftoets/${box.dataset.toets}`, { titel: pageTitle(), meteen: right, van: closed.length });
    const score =
      missed.length ? `${right || "Geen"} van de ${closed.length} vragen had je meteen goed. Van ${right ? "de andere" : "alle"} heb je nu de uitleg gezien. Doe ze gerust nog eens, liefst op een andere dag.`
      : right === 1 ? "Je antwoord was meteen goed."
      : `Alle ${right} vragen had je meteen goed.`;
    const written = open === 1 ? "Je antwoord op de open vraag staat" : `Je antwoorden op de ${open} open vragen staan`;
    fill(
      end,
      make("h2", "Hoe het ging"),
      closed.length > 0 && make("p", score),
      open > 0 && make("p", `${written} in je leerdossier.`),
      make(
        "p.kw-knoppen",
        missed.length > 0 && button(missed.length === 1 ? "Die ene vraag opnieuw" : `Die ${missed.length} vragen opnieuw`, () => again(missed), "md-button.md-button--primary"),
        button("Alles opnieuw", () => again(closed), "md-button"),
      ),
    );
  }

  /**
   * Only these questions, fresh; the others go out of sight.
   * @param {Question[]} chosen
   */
  function again(chosen) {
    for (const one of questions) {
      one.section.hidden = !chosen.includes(one);
      if (chosen.includes(one)) one.reset();
    }
    update(false);
    chosen[0]?.focus();
    if (chosen.length === counted().length) return;
    const all = button("Alle vragen tonen", () => {
      for (const { section } of questions) section.hidden = false;
      all.remove();
    });
    progress.append(" ", all);
  }
}

/**
 * @param {HTMLElement} section
 * @param {Store} store
 * @param {() => void} changed - called when the result changed
 */
function question(section, store, changed) {
  const { soort: kind = "" } = section.dataset;
  const isOpen = kind === "open";
  const key = `vraag/${section.dataset.vraag}`;
  const id = key.replaceAll("/", "-");
  let state = "";
  let attempts = 0;
  const prompt = /** @type {HTMLElement} */ (section.querySelector(".kw-vraagtekst"));
  prompt.id ||= `tekst-${id}`;
  const part = PARTS[kind](section, key + store.salt, id);
  const verdict = make("div.kw-uitslag", { tabindex: -1, role: "group", "aria-label": "Uitslag" });
  const notice = make("p.kw-opmerking", { role: "status" });
  const submit = make("button.md-button", { type: "submit" }, isOpen ? "Vergelijk met een voorbeeld" : "Kijk na");
  const retry = button("Probeer opnieuw", () => {
    settle("bezig");
    focus();
  }, "md-button");
  const show = button("Laat het antwoord zien", () => {
    const given = part.read();
    attempts = Math.max(2, attempts);
    settle("gezien", part.reveal());
    finish(given);
  });
  const keepSoon = later(keep);
  const form = make(
    "form.kw-vraagblad",
    {
      "aria-labelledby": prompt.id,
      autocomplete: "off",
      onsubmit: (event) => {
        event.preventDefault();
        check();
      },
      oninput: () => {
        if (isOpen) keepSoon();
        else if (state === "nog-niet") settle("bezig");
        notice.textContent = "";
      },
    },
    part.nodes,
    notice,
    verdict,
    make("p.kw-knoppen", submit, retry, show),
  );
  section.querySelector(".kw-vraagdeel")?.append(form);
  restore();
  section.dataset.levend = "";
  return { section, isOpen, isDone, isMissed, reset, focus };

  function isDone() {
    return DONE.includes(state);
  }

  function isFirstTry() {
    return state === "goed" && attempts === 1;
  }

  /** Whether it was not right at the first try. */
  function isMissed() {
    return isDone() && !isFirstTry();
  }

  /** What was answered before, with its result. */
  function restore() {
    settle("");
    const kept = store.get(key);
    if (!kept) return;
    const { antwoord, uitslag, meteen, pogingen } = kept;
    part.write(antwoord);
    if (part.read() === null) return;
    if (uitslag === "gezien") settle(uitslag, part.reveal());
    else if (DONE.includes(uitslag) || uitslag === "nog-niet") judge();
    attempts = meteen ? 1 : state === "nog-niet" ? pogingen ?? 1 : Math.max(2, pogingen ?? 2);
  }

  function judge() {
    const result = part.check();
    settle(isOpen ? "geschreven" : result.right ? "goed" : "nog-niet", result);
  }

  /** Look at the answer that stands there now. */
  function check() {
    if (part.read() === null) {
      notice.textContent = EMPTY[kind] ?? "Kies eerst een antwoord.";
      return;
    }
    attempts += 1;
    judge();
    finish();
  }

  /** As if it had not been answered; what was written on an open question stays. */
  function reset() {
    attempts = 0;
    store.remove(key);
    settle("");
    if (!isOpen) part.write(null);
  }

  /** Go to the first thing that can be filled in. */
  function focus() {
    /** @type {HTMLElement | null} */ (form.querySelector("input, select, textarea, button"))?.focus();
  }

  /**
   * Show a state, with its verdict or without.
   * @param {string} next
   * @param {Result} [result]
   */
  function settle(next, result) {
    state = next;
    const closed = state === "goed" || state === "gezien";
    const wrong = state === "nog-niet";
    for (const { element, right } of part.rows) signal(element, result && right());
    for (const control of form.querySelectorAll("fieldset, .kw-invoer")) control.toggleAttribute("disabled", closed);
    submit.hidden = closed || wrong;
    retry.hidden = show.hidden = !wrong;
    verdict.hidden = !result;
    verdict.dataset.uitslag = state;
    fill(verdict, result && [make("p.kw-uitslag-zin", result.sentence), ...result.feedback, ...(wrong ? [] : copies(section, ".kw-uitleg"))]);
  }

  /** @param {any} [answer] - when it is not what stands there now */
  function keep(answer = part.read()) {
    if (answer === null && !isOpen) return;
    store.set(key, { soort: kind, vraag: words(prompt), antwoord: answer, uitslag: state, meteen: isFirstTry(), pogingen: attempts });
  }

  /** @param {any} [answer] */
  function finish(answer) {
    keep(answer);
    changed();
    verdict.focus();
  }
}

/** @type {Record<string, string>} What to say when nothing was filled in. */
const EMPTY = {
  "meerdere-antwoorden": "Kies eerst een of meer antwoorden.",
  koppelen: "Kies eerst bij elk onderdeel wat erbij hoort.",
  "kort-antwoord": "Schrijf eerst een antwoord.",
  open: "Schrijf eerst zelf iets. Een paar woorden is genoeg.",
};

/** @type {Record<string, (section: HTMLElement, seed: string, id: string) => Part>} */
const PARTS = {
  meerkeuze: choices,
  "meerdere-antwoorden": choices,
  "waar-onwaar": choices,
  koppelen: pairs,
  volgorde: order,
  "kort-antwoord": short,
  open: essay,
};

/**
 * One or more out of several; true comes before false.
 * @param {HTMLElement} section
 * @param {string} seed
 * @param {string} name
 * @returns {Part}
 */
function choices(section, seed, name) {
  const { soort } = section.dataset;
  const many = soort === "meerdere-antwoorden";
  const beside = soort === "waar-onwaar";
  const feedback = reasons(section);
  const rows = list(section, ".kw-opties").map((item, number) => {
    const input = make("input", { type: many ? "checkbox" : "radio", name });
    const why = feedback[number];
    const good = isRight(why);
    return { element: make("label.kw-optie", input, make("span", contents(item)), mark()), input, text: words(item), why, good, right: () => (input.checked ? good : null) };
  });
  const shown = beside ? rows : shuffle(rows, seed);
  const chosen = () => rows.filter((one) => one.input.checked);
  const explain = (/** @type {typeof rows} */ some) => some.map((one) => remark(some.length > 1 ? one.text : "", one.why));
  const others = () => {
    const rest = rows.filter((one) => !one.input.checked).map((one) => remark(one.text, one.why));
    return rest.length ? [make("details", make("summary", "En de andere antwoorden?"), rest)] : [];
  };
  return {
    nodes: [make(beside ? "fieldset.kw-keuzes.kw-keuzes--naast" : "fieldset.kw-keuzes", shown.map((one) => one.element))],
    rows,
    read: () => {
      const texts = chosen().map((one) => one.text);
      return texts.length ? (many ? texts : texts[0]) : null;
    },
    write: (answer) => {
      for (const one of rows) one.input.checked = [answer].flat().includes(one.text);
    },
    check: () => {
      const some = chosen();
      const good = some.filter((one) => one.good).length;
      const wanted = rows.filter((one) => one.good).length;
      const bad = some.length - good;
      const right = good === wanted && !bad;
      const partly = `Nog niet helemaal: ${good} van de ${wanted} juiste antwoorden heb je${bad ? `, en ${bad} ${bad === 1 ? "hoort" : "horen"} er niet bij` : ""}.`;
      return { right, sentence: right ? "Goed." : many && good ? partly : "Nog niet.", feedback: [...explain(some), ...(right ? others() : [])] };
    },
    reveal: () => {
      for (const one of rows) one.input.checked = one.good;
      const some = chosen();
      return { right: true, sentence: some.length > 1 ? "Dit zijn de juiste antwoorden." : "Dit is het juiste antwoord.", feedback: [...explain(some), ...others()] };
    },
  };
}

/**
 * What belongs together: a choice beside each item on the left.
 * @param {HTMLElement} section
 * @param {string} seed
 * @param {string} name
 * @returns {Part}
 */
function pairs(section, seed, name) {
  const why = reasons(section);
  const places = list(section, ".kw-rechts").map((item, place) => ({ item, place: String(place), text: words(item) }));
  const shown = shuffle(places, seed);
  const letter = (/** @type {string | undefined} */ place) => String.fromCharCode(65 + shown.findIndex((one) => one.place === place));
  const rows = list(section, ".kw-links").map((item, number) => {
    const id = `${name}-${number}`;
    const select = make(
      "select.kw-invoer",
      { id },
      make("option", { value: "" }, "Kies wat erbij hoort"),
      shown.map((one) => make("option", { value: one.place }, `${letter(one.place)}. ${one.text}`)),
    );
    const answer = why[number].dataset.hoort ?? "";
    return { element: make("div.kw-paar", make("label", { for: id }, contents(item)), select, mark()), select, text: words(item), answer, why: why[number], right: () => select.value === answer };
  });
  const explain = (/** @type {typeof rows} */ some) => some.map((one) => remark(`${one.text}: ${letter(one.answer)}`, one.why));
  return {
    nodes: [make("ol.kw-letters-lijst", { type: "A" }, shown.map((one) => make("li", contents(one.item)))), make("fieldset", rows.map((one) => one.element))],
    rows,
    read: () => (rows.every((one) => one.select.value) ? Object.fromEntries(rows.map((one) => [one.text, places[Number(one.select.value)].text])) : null),
    write: (answer) => {
      for (const one of rows) one.select.value = places.find(({ text }) => text === answer?.[one.text])?.place ?? "";
    },
    check: () => counted(rows, "Goed, alle paren kloppen.", "paren kloppen", explain),
    reveal: () => {
      for (const one of rows) one.select.value = one.answer;
      return { right: true, sentence: "Zo horen ze bij elkaar.", feedback: explain(rows) };
    },
  };
}

/**
 * Steps to put in order, with buttons up and down.
 * @param {HTMLElement} section
 * @param {string} seed
 * @returns {Part}
 */
function order(section, seed) {
  const why = reasons(section);
  const rows = list(section, ".kw-opties").map((item) => {
    const place = Number(item.dataset.plaats);
    const text = words(item);
    const [up, down] = [-1, 1].map((by) => button(by < 0 ? "↑" : "↓", () => move(row, by), "kw-schuif", { "aria-label": `${by < 0 ? "Omhoog" : "Omlaag"}: ${text}` }));
    const row = { element: make("li.kw-stuk", make("span", contents(item)), mark(), up, down), place, text, up, down, why: why[place], right: () => current[place] === row };
    return row;
  });
  /** @typedef {typeof rows[0]} Step */
  const steps = make("ol.kw-stukken");
  const voice = make("p.kw-stem", { role: "status" });
  let current = shuffle(rows, seed);
  if (current.every((step) => step.right())) current.reverse();
  const start = current;
  const draw = (/** @type {Step[]} */ next) => {
    current = next;
    fill(steps, current.map((step) => step.element));
    for (const step of current) {
      step.up.disabled = step === current[0];
      step.down.disabled = step === current.at(-1);
    }
  };
  const move = (/** @type {Step} */ step, /** @type {number} */ by) => {
    const to = current.indexOf(step) + by;
    draw(current.filter((one) => one !== step).toSpliced(to, 0, step));
    const [used, other] = by < 0 ? [step.up, step.down] : [step.down, step.up];
    (used.disabled ? other : used).focus();
    voice.textContent = `Nu op plaats ${to + 1} van ${current.length}.`;
    steps.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const explain = (/** @type {Step[]} */ some) => some.map((step) => remark(step.text, step.why));
  draw(current);
  return {
    nodes: [make("fieldset", steps), voice],
    rows,
    read: () => current.map((step) => step.text),
    write: (answer) => {
      const found = new Set([answer].flat().flatMap((text) => rows.filter((step) => step.text === text)));
      draw(found.size === rows.length ? [...found] : start);
    },
    check: () => counted(current, "Goed, dit is de volgorde.", "staan op hun plaats", explain),
    reveal: () => {
      draw(rows.toSorted((a, b) => a.place - b.place));
      return { right: true, sentence: "Dit is de volgorde.", feedback: explain(current) };
    },
  };
}

/**
 * A word or a few words.
 * @param {HTMLElement} section
 * @param {unknown} _
 * @param {string} id
 * @returns {Part}
 */
function short(section, _, id) {
  const answers = reasons(section);
  const input = make("input.kw-invoer", { id: `${id}-antwoord`, type: "text", autocapitalize: "off", autocomplete: "off", spellcheck: "false" });
  const element = make("div.kw-kort", make("label", { for: input.id }, "Jouw antwoord"), input, mark());
  const fold = (/** @type {string} */ text) => plain(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const found = () => answers.find(({ dataset }) => fold(dataset.tekst ?? "") === fold(input.value)) ?? answers[answers.length - 1];
  const right = () => isRight(found());
  return {
    nodes: [element],
    rows: [{ element, right }],
    read: () => input.value.trim() || null,
    write: (answer) => {
      input.value = answer ?? "";
    },
    check: () => ({ right: right(), sentence: right() ? "Goed." : "Nog niet.", feedback: [remark("", found())] }),
    reveal: () => {
      const good = answers.filter(isRight);
      const [first, ...others] = good.map(({ dataset }) => dataset.tekst);
      const sentence = `Het antwoord is: ${first}.${others.length ? ` Ook goed: ${others.join(", ")}.` : ""}`;
      return { right: true, sentence, feedback: [remark("", good[0])] };
    },
  };
}

/**
 * Something to write; the model answer comes afterwards.
 * @param {HTMLElement} section
 * @returns {Part}
 */
function essay(section) {
  const area = make("textarea", { rows: 5 });
  const compare = () => {
    const points = list(section, ".kw-letop").map((item) => make("label.kw-optie", make("input", { type: "checkbox" }), make("span", contents(item))));
    const feedback = [make("div.kw-model", copies(section, ".kw-model")), ...(points.length ? [make("fieldset.kw-nakijken", make("legend", "Zit dit in jouw antwoord?"), points)] : [])];
    return { right: true, sentence: "Zo kan het ook. Leg het naast jouw antwoord.", feedback };
  };
  return {
    nodes: [make("div.kw-kort", make("label", "Jouw antwoord", area))],
    rows: [],
    read: () => area.value.trim() || null,
    write: (answer) => {
      area.value = answer ?? "";
    },
    check: compare,
    reveal: compare,
  };
}

/**
 * @param {HTMLElement} section
 * @param {string} name - of the list
 * @returns {HTMLElement[]} its items
 */
function list(section, name) {
  return [...section.querySelectorAll(`${name} > li`)].map((item) => /** @type {HTMLElement} */ (item));
}

/**
 * What is said about each answer.
 * @param {HTMLElement} section
 */
function reasons(section) {
  return list(section, ".kw-feedback");
}

/** @param {HTMLElement} why - what is said about an answer; of pairs and steps only what is right is told */
function isRight({ dataset }) {
  return dataset.juist !== "nee";
}

/**
 * Copies of what stands in an element.
 * @param {HTMLElement} section
 * @param {string} name
 */
function copies(section, name) {
  return [...(section.querySelector(name)?.cloneNode(true).childNodes ?? [])];
}

/**
 * Why an answer is right or not.
 * @param {string} title - the answer, when it is not clear which one is meant
 * @param {HTMLElement} why - the list item with the feedback
 */
function remark(title, why) {
  const copy = /** @type {HTMLElement} */ (why.cloneNode(true));
  copy.querySelector("strong")?.remove(); // right or not, which the look says too
  const said = [...copy.childNodes];
  return make(
    "div.kw-opmerking",
    { "data-juist": isRight(why) ? "ja" : "nee" },
    title && make("p.kw-opmerking-bij", title),
    copy.querySelector("p") ? said : make("p", said),
  );
}

/**
 * The verdict on an answer of several parts: what did go well, if anything.
 * @template {Row} T
 * @param {T[]} rows
 * @param {string} all - what to say when all of them are right
 * @param {string} some - what the right ones are
 * @param {(good: T[]) => Node[]} explain
 * @returns {Result}
 */
function counted(rows, all, some, explain) {
  const good = rows.filter((one) => one.right());
  const right = good.length === rows.length;
  const partly = good.length ? `Nog niet helemaal: ${good.length} van de ${rows.length} ${some}.` : "Nog niet. Kijk nog eens goed en probeer het opnieuw.";
  return { right, sentence: right ? all : partly, feedback: explain(good) };
}

/** The place of a sign whether an answer is right. */
function mark() {
  return make("span.kw-teken");
}

/**
 * Show beside an answer whether it is right, in a word as well as in colour.
 * @param {HTMLElement} row
 * @param {boolean | null} [right] - nothing takes the sign away, null leaves it
 */
function signal(row, right) {
  if (right === null) return;
  delete row.dataset.juist;
  if (right !== undefined) row.dataset.juist = right ? "ja" : "nee";
  fill(/** @type {Element} */ (row.querySelector(".kw-teken")), right === undefined ? "" : right ? "klopt" : "nog niet");
}

/**
 * The same items in an order that depends on the seed only: by the hash (FNV-1a) of their place and the seed.
 * @template T
 * @param {T[]} items
 * @param {string} seed
 */
function shuffle(items, seed) {
  const hash = (/** @type {string} */ text) => [...text].reduce((sum, char) => Math.imul(sum ^ (char.codePointAt(0) ?? 0), 16777619), 2166136261);
  const ranked = items.map((item, at) => ({ item, rank: hash(at + seed) }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}
