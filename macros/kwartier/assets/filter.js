// Filters on the overview pages. Without this script the whole list is there; the form only appears when it works.

import { plain } from "./dom.js";

/**
 * Show only the cards that fit the chosen values of a form.
 * @param {HTMLFormElement} form - `data-kw-filter` is the id of the element that holds the cards
 */
export function filter(form) {
  const output = /** @type {HTMLOutputElement} */ (form.querySelector("output"));
  const cards = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(`#${form.dataset.kwFilter} .kw-kaart`)]);
  const apply = () => {
    const wanted = [...new FormData(form)];
    for (const card of cards) card.hidden = !wanted.every(([name, value]) => fits(card, name, String(value)));
    const shown = cards.filter((card) => !card.hidden).length;
    output.textContent = shown ? `${shown} van ${cards.length}` : "Niets past bij deze keuze. Kies ruimer.";
  };
  form.hidden = false;
  form.oninput = apply;
  form.onsubmit = () => false;
  apply();
}

/**
 * Whether a card fits one chosen value; hours fit when they are at most the chosen number, a setting when it has the words.
 * @param {HTMLElement} card
 * @param {string} name - name of the form field and of the card's data attribute
 * @param {string} value - empty means anything
 */
function fits(card, name, value) {
  const own = card.dataset[name] ?? "";
  if (!value) return true;
  if (name === "uren") return Number(own) <= Number(value);
  if (name === "setting") return plain(value).split(/\s+/).every((word) => plain(own).includes(word));
  return own.split(" ").includes(value);
}
