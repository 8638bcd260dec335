// The only script that every page loads. It looks what is on the page and fetches only the parts that the page needs.
// With Material's instant navigation `document$` tells of each new page; without it this runs once.

/** @type {Record<string, string>} Selector of what a part brings to life, and the file of that part (exporting `start`). */
const PARTS = {
  "form[data-kw-filter]": "./filter.js",
  "[data-niveau]": "./niveau.js",
  ".kw-lesplan": "./lesplan.js",
  ".kw-vraag[data-soort]": "./zelftoets.js",
  ".kw-leestekst[data-les]": "./les.js",
  ".kw-werkblad[data-instrument]": "./instrument.js",
  ".kw-dossier": "./dossier.js",
  "a.kw-begrip[aria-describedby]": "./voorproef.js",
  ".kw-scenes": "./scenes.js",
  ".kw-versie[data-versie]": "./versie.js",
};

/** Bring the page to life. A part that fails leaves its page as it is without scripts. */
async function start() {
  openMenu();
  awaitSearch();
  for (const [selector, file] of Object.entries(PARTS)) {
    if (!document.querySelector(selector)) continue;
    try {
      await (await import(file)).start(document);
    } catch (error) {
      console.warn(`Kwartier: ${file}`, error);
    }
  }
}

/** The menu of a narrow screen: a button that opens it, in place of a label that no keyboard reaches. */
function openMenu() {
  const button = /** @type {HTMLElement | null} */ (document.querySelector(".kw-menu"));
  const toggle = /** @type {HTMLInputElement | null} */ (document.getElementById("__drawer"));
  const menu = document.getElementById("kw-nav");
  if (!button?.hidden || !toggle || !menu) return;
  document.querySelector("label.md-header__button[for=__drawer]")?.remove();
  button.hidden = false;
  button.addEventListener("click", () => {
    toggle.click();
    if (toggle.checked) menu.querySelector("a")?.focus();
  });
  toggle.addEventListener("change", () => button.setAttribute("aria-expanded", String(toggle.checked)));
  menu.addEventListener("focusout", ({ relatedTarget: to }) => {
    if (toggle.checked && to instanceof Node && !menu.contains(to)) toggle.click();
  });
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
  const wake = () => import("./zoek.js").then((part) => part.start(document));
  input.addEventListener("focus", wake, { once: true });
  const open = () => {
    if (!toggle.checked) toggle.click(); // on a narrow screen the box is only there when this is on
    input.focus();
  };
  if (button) {
    button.hidden = false;
    button.addEventListener("click", open);
  }
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
  if (asked.has("h")) import("./markeer.js").then((part) => part.start(document));
}

const page = /** @type {any} */ (window).document$;
if (page?.subscribe) page.subscribe(start);
else start();
