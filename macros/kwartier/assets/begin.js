// The colours that the reader chose or the device asks for, before anything is painted; and the few functions that Material's
// own script expects. Material would keep things on the device by itself: here it keeps nothing.
// A plain script, not a module: a module would wait until the page is there.

(() => {
  const KEY = "kwartier-kleur";
  const body = document.body.dataset;
  const button = /** @type {HTMLElement | null} */ (document.querySelector(".kw-kleur"));
  const device = matchMedia("(prefers-color-scheme: dark)");
  let chosen = "";

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
