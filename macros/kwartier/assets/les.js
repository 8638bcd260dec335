// What a learner adds to a lesson: notes with a section, and a mark that it has been read. Both are kept in the learner's
// own file; nothing is kept before the learner writes or presses.

import { button, fill, later, make, pageTitle, quarter, words } from "./dom.js";
import { openStore } from "./opslag.js";

/** @typedef {import("./opslag.js").Store} Store */

/** @param {HTMLElement} text */
export async function les(text) {
  const store = await openStore();
  const { les = "" } = text.dataset;
  const headings = [...text.querySelectorAll(":scope > h2[id]")];
  headings.forEach((heading, at) => {
    const place = note(store, `notitie/${les}/${heading.id}`, words(heading));
    if (headings[at + 1]) headings[at + 1].before(place);
    else text.append(place);
  });
  document.querySelector(".kw-verder")?.before(make("p.kw-gelezen.kw-niet-afdrukken", readMark(store, `les/${les}`)));
}

/**
 * A place for a note; a button as long as there is none.
 * @param {Store} store
 * @param {string} key
 * @param {string} title - heading of the section
 */
function note(store, key, title) {
  const show = (/** @type {boolean} */ open) => {
    opener.hidden = open;
    sheet.hidden = !open;
  };
  const keep = () => {
    paper.textContent = area.value;
    status.textContent = area.value.trim() && (store.set(key, { tekst: area.value, kop: title }) ? "Bewaard in je leerdossier." : "Nog niet bewaard.");
    if (!area.value.trim()) store.remove(key);
  };
  const area = make("textarea", { rows: 3, oninput: later(keep), onblur: () => area.value.trim() || show(false) }, store.get(key)?.tekst);
  const paper = make("p.kw-op-papier", area.value);
  const status = make("span.kw-bewaard", { role: "status" });
  const sheet = make("div", make("label", `Jouw notitie bij ‘${title}’`, area), paper, status);
  const opener = button("Notitie maken", () => {
    show(true);
    area.focus();
  });
  show(Boolean(area.value));
  return make("div.kw-notitie", opener, sheet);
}

/**
 * The mark at the end of a lesson.
 * @param {Store} store
 * @param {string} key
 */
function readMark(store, key) {
  const draw = () => {
    const read = Boolean(store.get(key));
    return fill(toggle, { "aria-pressed": String(read) }, quarter(read ? 1 : 0), read ? " Gelezen" : " Ik heb deze les gelezen");
  };
  const toggle = button("", () => {
    if (store.get(key)) store.remove(key);
    else store.set(key, { gelezen: true, titel: pageTitle() });
    draw();
  }, "md-button");
  return draw();
}
