// The only script that every page loads. It looks what is on the page and fetches only the parts that the page needs.
// With Material's instant navigation `document$` tells of each new page; without it this runs once.

import { contents, make, pageTitle, ROOT, words } from "./dom.js";
import { preview } from "./voorproef.js";

/** @type {[string, string, string][]} The places that a part brings to life, the file that holds it, and its name there. */
const PARTS = [
  ["form[data-kw-filter]", "bladen", "filter"],
  [".md-content__inner:has([data-niveau])", "leren", "niveau"],
  [".kw-lesplan", "bladen", "lesplan"],
  [".kw-zelftoets, .kw-vraag[data-soort]:not(.kw-zelftoets *)", "les", "zelftoets"],
  [".kw-leestekst[data-les]", "les", "les"],
  [".kw-werkblad[data-instrument]", "instrument", "instrument"],
  [".kw-dossier", "instrument", "dossier"],
  [".kw-scenes", "bladen", "scenes"],
  [".kw-versie[data-versie]", "kwartier", "versie"],
  ["article .kw-meld", "kwartier", "meld"],
];

/** What lives: a part starts once for each place. */
const alive = new WeakSet();

/** The parts of the frame that Material's script looks for, by the names that it has for them. */
const FRAME = { header: ".md-header", "header-title": ".md-header__title", main: "main", content: ".md-content", toc: "nav.md-sidebar--secondary" };

/** Bring the page to life. A part that fails leaves its page as it is without scripts. */
async function start() {
  openMenu();
  awaitSearch();
  preview();
  nameCells();
  nameTerms();
  for (const [selector, file, part] of PARTS) {
    for (const place of document.querySelectorAll(selector)) {
      if (alive.has(place)) continue;
      alive.add(place);
      try {
        await (await import(`./${file}.js`))[part](place);
        place.setAttribute("data-levend", "");
      } catch (error) {
        console.warn(`Kwartier: ${part}`, error);
      }
    }
  }
}

/** Let every cell know the header of its column: where the screen is narrow, a row is shown as a card. */
function nameCells() {
  for (const cell of /** @type {NodeListOf<HTMLTableCellElement>} */ (document.querySelectorAll(":is(.kw-tabel, .kw-rubric) td"))) {
    const head = words(cell.closest("table")?.rows[0].cells[cell.cellIndex]);
    if (head) cell.dataset.kop = head;
  }
}

/** Let every definition know its term, which paper shows before it; in the page it stands only where no link says the same. */
function nameTerms() {
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".kw-definities p"))) {
    one.dataset.term ??= words(document.querySelector(`[aria-describedby=${one.id}]`));
  }
}

/** The menu of a narrow screen: what stands in the tabs on a wide one, and the button that opens it. */
function openMenu() {
  const button = /** @type {HTMLElement | null} */ (document.querySelector(".kw-menu"));
  const toggle = /** @type {HTMLInputElement | null} */ (document.getElementById("__drawer"));
  const menu = document.getElementById("kw-nav");
  if (!button || !toggle || !menu || menu.querySelector(".kw-hoofdnav")) return;
  menu.append(make("ul.kw-hoofdnav", contents(document.querySelector(".md-tabs ul"))));
  menu.addEventListener("focusout", ({ relatedTarget: to }) => {
    if (toggle.checked && to instanceof Node && !menu.contains(to)) toggle.click();
  });
  if (button.onclick) return;
  button.onclick = () => {
    toggle.click();
    if (toggle.checked) menu.querySelector("a")?.focus();
  };
  unfold(toggle, button, () => button.focus());
}

/**
 * What a button unfolds by a toggle: the button tells whether it is open, and Escape closes it.
 * @param {HTMLInputElement} toggle
 * @param {Element} button
 * @param {() => void} away - after closing with Escape
 */
function unfold(toggle, button, away) {
  toggle.addEventListener("change", () => button.setAttribute("aria-expanded", String(toggle.checked)));
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !toggle.checked) return;
    toggle.click();
    away();
  });
}

/** Fetch the search engine when someone is about to search, not before; and highlight what a search led to. */
function awaitSearch() {
  const box = document.querySelector(".kw-zoek");
  const input = box?.querySelector("input");
  const toggle = /** @type {HTMLInputElement | null} */ (document.getElementById("__search"));
  const button = document.querySelector(".kw-zoek-open");
  if (!input || !toggle || !button || alive.has(input)) return;
  alive.add(input);
  /** @type {Promise<void> | undefined} */
  let awake;
  const search = async (/** @type {string} */ part, /** @type {Element | null} */ place) => (await import(/** @type {string} */ ("./zoek.js")))[part](place);
  const wake = () => (awake ??= search("zoek", box));
  input.addEventListener("focus", wake);
  const open = () => {
    if (!toggle.checked) toggle.click(); // on a narrow screen the box is only there when this is on
    input.focus();
  };
  unfold(toggle, button, () => input.blur());
  button.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const writing = target.isContentEditable || target.matches?.("input, textarea, select");
    if (writing || event.ctrlKey || event.metaKey || event.altKey || !["s", "f", "/"].includes(event.key)) return;
    event.preventDefault();
    open();
    input.select();
  });
  const asked = new URLSearchParams(location.search);
  if (asked.has("zoek")) wake();
  if (asked.has("h")) search("markeer", document.querySelector("article"));
}

/** Give Material's script what it looks for, and load it; where it has more to do than here by default, the page does that itself. */
function loadMaterial() {
  for (const [name, selector] of Object.entries(FRAME)) document.querySelector(selector)?.setAttribute("data-md-component", name);
  for (const link of document.querySelectorAll(".md-sidebar--secondary a")) link.className = "md-nav__link";
  const title = document.querySelector(".md-header__title");
  if (!title || document.getElementById("__config")) return;
  title.append(make("span.md-header__topic", pageTitle()));
  const main = document.querySelector("main");
  if (!main?.dataset.top) main?.append(make("button.md-top.md-icon", { "data-md-component": "top", hidden: true }, "Terug naar boven"));
  document.head.append(make("script", { id: "__config", type: "application/json" }, `{"base":"${ROOT}","features":[]}`));
  // It waits for a page that is there; this one then is, and it is told so.
  const told = () => /** @type {any} */ (window).document$.next(document);
  document.addEventListener("DOMContentLoaded", () => document.head.append(make("script", { src: `${ROOT}assets/material.js`, onload: told })));
}

loadMaterial();
const page = /** @type {any} */ (window).document$;
if (page) page.subscribe(start);
else start();
