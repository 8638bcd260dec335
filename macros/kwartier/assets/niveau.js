// Show what is meant for mbo, for hbo, or both. Without this script everything is there, each part with its label. The
// choice is kept once the reader makes one, and holds for the whole site.

import { make } from "./dom.js";
import { openStore } from "./opslag.js";

const KEY = "keuze/niveau";

/** @param {HTMLElement} article */
export async function niveau(article) {
  const store = await openStore();
  const chosen = store.get(KEY)?.waarde ?? "";
  const options = ["", "mbo", "hbo"].map((value) => {
    const onchange = () => {
      store.set(KEY, { waarde: value });
      apply(article, value);
    };
    return make("label", make("input", { type: "radio", name: "kw-niveau", value, checked: value === chosen, onchange }), make("span", value || "alles"));
  });
  const choice = make("fieldset.kw-niveaukeuze.kw-niet-afdrukken", make("legend", "Laat zien"), options);
  const place = article.querySelector(".kw-niveauplek"); // its room is kept, so that nothing moves
  if (place) place.append(choice);
  else article.querySelector("h1")?.after(choice);
  apply(article, chosen);
}

/**
 * Hide what is for the other level; whoever counts on the page hears of it.
 * @param {HTMLElement} article
 * @param {string} level - `mbo`, `hbo` or empty for all
 */
function apply(article, level) {
  for (const mark of article.querySelectorAll("[data-niveau]")) {
    const part = mark.classList.contains("kw-etiket") ? mark.closest("li, tr") ?? mark : mark;
    part.toggleAttribute("data-niveau-uit", Boolean(level) && mark.getAttribute("data-niveau") !== level);
  }
  document.dispatchEvent(new Event("kw-niveau"));
}
