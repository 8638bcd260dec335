// The only script that every page loads. It looks what is on the page and fetches only the parts that the page needs.
// With Material's instant navigation `document$` tells of each new page; without it this runs once.

import { contents, make } from "./dom.js";
import { preview } from "./voorproef.js";

/** @type {[string, string, string][]} Selector of what a part brings to life, the file that holds it, and its name there. */
const PARTS = [
  ["form[data-kw-filter]", "bladen", "filter"],
  ["[data-niveau]", "leren", "niveau"],
  [".kw-lesplan", "bladen", "lesplan"],
  [".kw-vraag[data-soort]", "les", "zelftoets"],
  [".kw-leestekst[data-les]", "les", "les"],
  [".kw-werkblad[data-instrument]", "instrument", "instrument"],
  [".kw-dossier", "dossier", "dossier"],
  [".kw-scenes", "bladen", "scenes"],
  [".kw-versie[data-versie]", "kwartier", "versie"],
  [".kw-meld", "kwartier", "meld"],
];

/** Bring the page to life. A part that fails leaves its page as it is without scripts. */
async function start() {
  openMenu();
  awaitSearch();
  preview();
  for (const [selector, file, part] of PARTS) {
    if (!document.querySelector(selector)) continue;
    try {
      await (await import(`./${file}.js`)).delen[part](document);
    } catch (error) {
      console.warn(`Kwartier: ${part}`, error);
    }
  }
}

/** The menu of a narrow screen: what stands in the tabs on a wide one, and the button that opens it. */
function openMenu() {
  const button = /** @type {HTMLElement | null} */ (document.querySelector(".kw-menu"));
  const toggle = /** @type {HTMLInputElement | null} */ (document.getElementById("__drawer"));
  const menu = document.getElementById("kw-nav");
  if (!button || !toggle || !menu || menu.querySelector(".kw-hoofdnav")) return;
  menu.append(make("ul", { class: "kw-hoofdnav" }, ...contents(document.querySelector(".md-tabs ul"))));
  menu.addEventListener("focusout", ({ relatedTarget: to }) => {
    if (toggle.checked && to instanceof Node && !menu.contains(to)) toggle.click();
  });
  if (button.onclick) return;
  button.onclick = () => {
    toggle.click();
    if (toggle.checked) /** @type {HTMLElement | null} */ (document.querySelector("#kw-nav a"))?.focus();
  };
  toggle.addEventListener("change", () => button.setAttribute("aria-expanded", String(toggle.checked)));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !toggle.checked) return;
    toggle.click();
    button.focus();
  });
}

/** Fetch the search engine when someone is about to search, not before; and highlight what a search led to. */
function awaitSearch() {
  const input = /** @type {HTMLInputElement | null} */ (document.querySelector(".kw-zoek input"));
  const toggle = /** @type {HTMLInputElement | null} */ (document.getElementById("__search"));
  const button = /** @type {HTMLElement | null} */ (document.querySelector(".kw-zoek-open"));
  if (!input || !toggle || input.dataset.wacht) return;
  input.dataset.wacht = "ja";
  const search = (/** @type {string} */ part) => import(/** @type {string} */ ("./zoek.js")).then(({ delen }) => delen[part](document));
  const wake = () => search("zoek");
  input.addEventListener("focus", wake, { once: true });
  const open = () => {
    if (!toggle.checked) toggle.click(); // on a narrow screen the box is only there when this is on
    input.focus();
  };
  button?.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const writing = target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
    if (writing || event.ctrlKey || event.metaKey || event.altKey || !["s", "f", "/"].includes(event.key)) return;
    event.preventDefault();
    open();
    input.select();
  });
  const asked = new URLSearchParams(location.search);
  if (asked.has("zoek")) wake();
  if (asked.has("h")) search("markeer");
}

const page = /** @type {any} */ (window).document$;
if (page?.subscribe) page.subscribe(start);
else start();
