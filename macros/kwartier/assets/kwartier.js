// Filters on the overview pages. Without this script the whole list is there, so the form only appears when it works.

/**
 * Show only the cards that fit the chosen values of a form.
 * @param {HTMLFormElement} form - form with `data-kw-filter`, the id of the element that holds the cards
 */
function connectFilter(form) {
  const list = document.getElementById(form.dataset.kwFilter ?? "");
  if (!list) return;
  const output = form.querySelector("output");
  const cards = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(".kw-kaart")]);
  const apply = () => {
    const wanted = new FormData(form);
    let shown = 0;
    for (const card of cards) {
      const fits = [...wanted].every(([name, value]) => {
        if (!value) return true;
        const own = card.dataset[name] ?? "";
        return name === "uren" ? Number(own) <= Number(value) : own.split(" ").includes(String(value));
      });
      card.hidden = !fits;
      if (fits) shown += 1;
    }
    if (output) output.textContent = shown === 0 ? "Niets past bij deze keuze. Kies ruimer." : `${shown} van ${cards.length}`;
  };
  form.hidden = false;
  form.addEventListener("change", apply);
  apply();
}

for (const form of document.querySelectorAll("form[data-kw-filter]")) {
  if (form instanceof HTMLFormElement) connectFilter(form);
}
