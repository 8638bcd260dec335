// The colours that the reader chose or the device asks for, before anything is painted; and the few functions that Material's
// own script expects. Material would keep things on the device by itself: here it keeps nothing. And what does nothing without a
// script: the search box and the buttons of the menu and the colours, put at their place before the page is painted, so nothing moves.
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
  const COLOUR = `<button type=button class="md-header__button md-icon kw-kleur"></button>`;
  const TOGGLE = `<input class=md-toggle data-md-toggle=search type=checkbox id=__search autocomplete=off>`;
  const MENU = `<button type=button class="md-header__button md-icon kw-menu" aria-label=Menu aria-expanded=false aria-controls=kw-nav></button>`;
  const KEY = "kwartier-kleur";
  const body = document.body.dataset;
  const script = /** @type {HTMLElement} */ (document.currentScript);
  const device = matchMedia("(prefers-color-scheme: dark)");
  let chosen = "";

  document.documentElement.className = "js kw-js";
  const fixed = script.dataset.kleur;
  const label = document.querySelector("header [for=__drawer]");
  if (label) label.outerHTML = MENU;
  document.body.insertAdjacentHTML("afterbegin", TOGGLE);
  script.insertAdjacentHTML("afterend", fixed ? FRAME : COLOUR + FRAME);
  Object.assign(window, { __md_get: () => null, __md_set() {}, __md_hash() {} });
  if (fixed) return;
  const button = /** @type {HTMLElement} */ (document.querySelector(".kw-kleur"));
  try {
    chosen = localStorage[KEY];
  } catch {} // a browser that keeps nothing: a choice holds for this page
  const show = () => {
    const dark = (chosen || (device.matches && "slate")) === "slate";
    body.mdColorScheme = dark ? "slate" : "default";
    button.ariaLabel = button.title = dark ? "Naar licht" : "Naar donker";
  };
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
