// The colours that the reader chose or the device asks for, before anything is painted; and the few functions that Material's
// own script expects. Material would keep things on the device by itself: here it keeps nothing. And what does nothing without a
// script: the search box and the button of the menu, put at their place before the page is painted, so nothing moves.
// A plain script, not a module: a module would wait until the page is there.

(() => {
  const FRAME = `<button type=button class="md-header__button md-icon kw-zoek-open" aria-label=Zoeken aria-expanded=false aria-controls=kw-zoek></button>
<div class="md-search kw-zoek" id=kw-zoek><label class=md-search__overlay for=__search></label><div class=md-search__inner>
<form class=md-search__form role=search aria-label="Zoeken op deze site"><input type=search class=md-search__input name=zoek aria-label=Zoeken placeholder=Zoeken autocapitalize=off autocomplete=off spellcheck=false aria-controls=kw-zoek-lijst>
<span class="md-search__icon md-icon kw-zoek-teken"></span>
<button type=button class="md-search__icon md-icon kw-zoek-terug" aria-label="Sluit het zoeken"></button>
<div class=md-search__options><button type=button class="md-search__icon md-icon kw-zoek-deel" aria-label="Kopieer een link naar deze zoekvraag"></button>
<button type=reset class="md-search__icon md-icon kw-zoek-wis" aria-label=Leegmaken></button></div></form>
<div class=md-search__output><div class="md-search__scrollwrap kw-zoek-uitkomst"><div class=kw-zoek-soorten role=group aria-label=Soort hidden></div>
<p class=kw-zoek-status role=status>Typ een woord of een vraag.</p><ol class=kw-zoek-lijst id=kw-zoek-lijst></ol></div></div></div></div>`;
  const MENU = `<button type=button class="md-header__button md-icon kw-menu" aria-label=Menu aria-expanded=false aria-controls=kw-nav></button>`;
  const KEY = "kwartier-kleur";
  const body = document.body.dataset;
  const button = /** @type {HTMLElement | null} */ (document.querySelector(".kw-kleur"));
  const device = matchMedia("(prefers-color-scheme: dark)");
  let chosen = "";

  document.documentElement.className = "js kw-js";
  document.querySelector("header [for=__drawer]")?.insertAdjacentHTML("afterend", MENU);
  document.querySelector("header [for=__drawer]")?.remove();
  document.currentScript?.insertAdjacentHTML("afterend", FRAME);
  Object.assign(window, { __md_get: () => null, __md_set() {}, __md_hash() {} });
  if (!button) return;
  try {
    chosen = localStorage[KEY];
  } catch {} // a browser that keeps nothing: a choice holds for this page
  const names = [button.title, button.dataset.terug ?? ""];
  const show = () => {
    const dark = (chosen || (device.matches && "slate")) === "slate";
    body.mdColorScheme = dark ? "slate" : "default";
    button.title = names[Number(dark)];
    button.ariaLabel = button.title;
  };
  button.hidden = false;
  button.onclick = () => {
    chosen = body.mdColorScheme === "slate" ? "default" : "slate";
    show();
    try {
      localStorage[KEY] = chosen;
    } catch {}
  };
  device.onchange = show;
  show();
})();
