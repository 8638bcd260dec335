// The only script that every page loads. It looks what is on the page and fetches only the parts that the page needs.
// With Material's instant navigation `document$` tells of each new page; without it this runs once.

/** @type {Record<string, string>} Selector of what a part brings to life, and the file of that part (exporting `start`). */
const PARTS = {
  "form[data-kw-filter]": "./filter.js",
  "a.kw-begrip[aria-describedby]": "./voorproef.js",
  ".kw-scenes": "./scenes.js",
};

/** Bring the page to life. A part that fails leaves its page as it is without scripts. */
async function start() {
  for (const [selector, file] of Object.entries(PARTS)) {
    if (!document.querySelector(selector)) continue;
    try {
      (await import(file)).start(document);
    } catch (error) {
      console.warn(`Kwartier: ${file}`, error);
    }
  }
}

const page = /** @type {any} */ (window).document$;
if (page?.subscribe) page.subscribe(start);
else start();
