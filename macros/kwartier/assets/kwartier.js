// The only script that every page loads. It looks what is on the page and fetches only the parts that the page needs.
// With Material's instant navigation `document$` tells of each new page; without it this runs once.

import { contents, make } from "./dom.js";
import { preview } from "./voorproef.js";

/** @type {[string, string, string][]} The places that a part brings to life, the file that holds it, and its name there. */
const PARTS = [
  ["form[data-kw-filter]", "bladen", "filter"],
  [".md-content__inner:has([data-niveau])", "leren", "niveau"],
  [".kw-lesplan", "bladen", "lesplan"],
  [".kw-zelftoets, .kw-vraag[data-soort]:not(.kw-zelftoets *)", "les", "zelftoets"],
  [".kw-leestekst[data-les]", "les", "les"],
  [".kw-werkblad[data-instrument]", "instrument", "instrument"],
  [".kw-dossier", "dossier", "dossier"],
  [".kw-scenes", "bladen", "scenes"],
  [".kw-versie[data-versie]", "kwartier", "versie"],
  ["article .kw-meld", "kwartier", "meld"],
];

/** What lives: a part starts once for each place. */
const alive = new WeakSet();

/** Bring the page to life. A part that fails leaves its page as it is without scripts. */
async function start() {
  openMenu();
  awaitSearch();
  preview();
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

// Material's script looks for this class in the contents when the page is there, which is after this.
for (const link of document.querySelectorAll(".md-sidebar--secondary a")) link.className = "md-nav__link";

const page = /** @type {any} */ (window).document$;
if (page) page.subscribe(start);
else start();
