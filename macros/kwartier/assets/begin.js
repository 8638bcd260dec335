// The colours that the reader chose or the device asks for, before anything is painted; and the few functions that Material's
// own script expects. Material would keep things on the device by itself: here it keeps nothing. And what does nothing without a
// script: the search box and the buttons of the menu and the colours, put at their place before the page is painted, so nothing moves.
// A plain script, not a module: a module would wait until the page is there.

(() => {
  const FRAME = `<button class="md-header__button md-icon kw-kleur"></button><button class="md-header__button md-icon kw-zoek-open" aria-label=Zoeken aria-expanded=false></button><div class="md-search kw-zoek" id=kw-zoek><label class=md-search__overlay for=__search></label><div class=md-search__inner><form class=md-search__form role=search aria-label="Zoeken op deze site"><input type=search class=md-search__input name=zoek aria-label=Zoeken placeholder=Zoeken autocomplete=off spellcheck=false aria-controls=kw-zoek-lijst><span class="md-search__icon md-icon kw-zoek-teken"></span><button type=button class="md-search__icon md-icon kw-zoek-terug" aria-label="Sluit het zoeken"></button><div class=md-search__options><button type=button class="md-search__icon md-icon kw-zoek-deel" aria-label="Kopieer een link naar deze zoekvraag"></button><button type=reset class="md-search__icon md-icon kw-zoek-wis" aria-label=Leegmaken></button></div></form><div class=md-search__output><div class="md-search__scrollwrap kw-zoek-uitkomst"><div class=kw-zoek-soorten role=group aria-label=Soort hidden></div><p class=kw-zoek-status role=status>Typ een woord of een vraag.</p><ol class=kw-zoek-lijst id=kw-zoek-lijst></ol></div></div></div></div>`;
  const TOGGLE = `<input type=checkbox class=md-toggle data-md-toggle=search id=__search>`;
  const MENU = `<button class="md-header__button md-icon kw-menu" aria-label=Menu aria-expanded=false></button>`;
  const KEY = "kwartier-kleur";
  const script = /** @type {HTMLElement} */ (document.currentScript);
  const device = matchMedia("(prefers-color-scheme: dark)");
  let chosen = "";
  let dark = false;

  document.documentElement.className = "js kw-js";
  const label = document.querySelector("header label");
  if (label) label.outerHTML = MENU;
  document.body.insertAdjacentHTML("afterbegin", TOGGLE);
  script.insertAdjacentHTML("afterend", FRAME);
  Object.assign(window, { __md_get() {}, __md_set() {} });
  if (script.dataset.kleur) return;
  const button = /** @type {HTMLElement} */ (script.nextElementSibling);
  try {
    chosen = localStorage[KEY];
  } catch {} // a browser that keeps nothing: a choice holds for this page
  const show = () => {
    dark = (chosen || (device.matches && "slate")) === "slate";
    document.body.dataset.mdColorScheme = dark ? "slate" : "default";
    button.title = dark ? "Naar licht" : "Naar donker";
  };
  button.onclick = () => {
    chosen = dark ? "default" : "slate";
    show();
    try {
      localStorage[KEY] = chosen;
    } catch {}
  };
  device.onchange = show;
  show();
})();
