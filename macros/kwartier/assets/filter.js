// Filters on the overview pages. Without this script the whole list is there; the form only appears when it works.

/**
 * Connect every filter form on the page.
 * @param {Document} root
 */
export function start(root) {
  for (const form of root.querySelectorAll("form[data-kw-filter]")) {
    if (form instanceof HTMLFormElement && form.hidden) connect(form);
  }
}

/**
 * Show only the cards that fit the chosen values of a form.
 * @param {HTMLFormElement} form - `data-kw-filter` is the id of the element that holds the cards
 */
function connect(form) {
  const list = document.getElementById(form.dataset.kwFilter ?? "");
  if (!list) return;
  const output = form.querySelector("output");
  const cards = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(".kw-kaart")]);
  const apply = () => {
    const wanted = new FormData(form);
    let shown = 0;
    for (const card of cards) {
      card.hidden = ![...wanted].every(([name, value]) => fits(card, name, String(value)));
      if (!card.hidden) shown += 1;
    }
    if (output) output.textContent = shown ? `${shown} van ${cards.length}` : "Niets past bij deze keuze. Kies ruimer.";
  };
  form.hidden = false;
  form.addEventListener("change", apply);
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
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

/**
 * Text without capitals and accents, for comparing.
 * @param {string} text
 */
function plain(text) {
  return text.trim().toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
}
