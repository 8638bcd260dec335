// What a learner adds to a lesson: notes with a section, and a mark that it has been read. Both are kept in the learner's
// own file; nothing is kept before the learner writes or presses.

import { button, later, make, quarter, words } from "./dom.js";
import { openStore } from "./opslag.js";

/** @typedef {import("./opslag.js").Store} Store */

/**
 * @param {Document} root
 */
export async function start(root) {
  const store = await openStore();
  for (const text of root.querySelectorAll(".kw-leestekst[data-les]:not([data-levend])")) {
    const box = /** @type {HTMLElement} */ (text);
    box.dataset.levend = "ja";
    const headings = [...box.querySelectorAll(":scope > h2[id]")];
    headings.forEach((heading, at) => {
      const place = note(store, `notitie/${box.dataset.les}/${heading.id}`, words(heading));
      if (headings[at + 1]) headings[at + 1].before(place);
      else box.append(place);
    });
    readMark(root, store, box.dataset.les ?? "");
  }
}

/**
 * A place for a note; a button as long as there is none.
 * @param {Store} store
 * @param {string} key
 * @param {string} title - heading of the section
 */
function note(store, key, title) {
  const id = key.replaceAll("/", "-");
  const area = /** @type {HTMLTextAreaElement} */ (make("textarea", { id, rows: 3 }));
  const paper = make("p", { class: "kw-op-papier" });
  const status = make("span", { class: "kw-bewaard", role: "status" });
  const label = make("label", { for: id }, `Jouw notitie bij ‘${title}’`);
  const sheet = make("div", {}, label, area, paper, status);
  const opener = button("Notitie maken", () => {
    show(true);
    area.focus();
  });
  const show = (/** @type {boolean} */ open) => {
    opener.hidden = open;
    sheet.hidden = !open;
  };
  const keep = () => {
    paper.textContent = area.value;
    if (area.value.trim()) status.textContent = store.set(key, { tekst: area.value, kop: title }) ? "Bewaard in je leerdossier." : "Nog niet bewaard.";
    else {
      store.remove(key);
      status.textContent = "";
    }
  };
  area.addEventListener("input", later(keep));
  area.addEventListener("blur", () => {
    if (!area.value.trim()) show(false);
  });
  area.value = store.get(key)?.tekst ?? "";
  paper.textContent = area.value;
  show(Boolean(area.value));
  return make("div", { class: "kw-notitie" }, opener, sheet);
}

/**
 * The mark at the end of a lesson.
 * @param {Document} root
 * @param {Store} store
 * @param {string} lesson
 */
function readMark(root, store, lesson) {
  const key = `les/${lesson}`;
  const toggle = button("", () => {
    if (store.get(key)) store.remove(key);
    else store.set(key, { gelezen: true, titel: words(root.querySelector("h1")) });
    draw();
  }, "md-button");
  const draw = () => {
    const read = Boolean(store.get(key));
    toggle.setAttribute("aria-pressed", String(read));
    toggle.replaceChildren(quarter(read ? 1 : 0), read ? " Gelezen" : " Ik heb deze les gelezen");
  };
  draw();
  root.querySelector(".kw-verder")?.before(make("p", { class: "kw-gelezen kw-niet-afdrukken" }, toggle));
}
