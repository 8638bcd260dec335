// The version that a reader is in: a choice of the others, at the same page, and a message when this is not the current one.
// Without this script, or without a list of versions next to the site, the page shows only the name of its own version.

import { make, ROOT } from "./dom.js";
import { CURRENT, elsewhere, readPages, readVersions } from "./versies.js";

/** @typedef {import("./versies.js").Version} Version */

const BASE = new URL("../", ROOT);

/** @param {HTMLElement} place */
export async function versie(place) {
  const own = place.dataset.versie ?? "";
  if (!ROOT.pathname.endsWith(`/${own}/`)) return;
  const versions = (await readVersions(BASE)) ?? [];
  const shown = versions.filter((one) => one.version === own || !one.properties?.hidden);
  if (shown.length > 1) place.replaceChildren(choice(shown, own));
  const current = versions.find(isCurrent);
  if (current && current.version !== own) await tellCurrent(versions, own, current);
}

/** @param {Version} version */
function isCurrent({ aliases }) {
  return aliases.includes(CURRENT);
}

/**
 * The other versions, each at this page when it has it. Their lists of pages are fetched when someone opens the choice.
 * @param {Version[]} versions
 * @param {string} own
 */
function choice(versions, own) {
  const links = versions.map((one) =>
    make("a", { href: home(one), "aria-current": one.version === own && "true" }, one.title, isCurrent(one) && make("span.kw-versie__nu", "huidig")),
  );
  const name = versions.find((one) => one.version === own)?.title ?? own;
  const summary = make("summary.kw-versie__naam", make("span.kw-versie__woord", "Versie "), name);
  const details = make("details", summary, make("ul.kw-versie__lijst", links.map((link) => make("li", link))));
  details.addEventListener("toggle", () => versions.forEach(async (one, number) => {
    links[number].href = (await counterpart(own, one)) ?? home(one);
  }), { once: true });
  details.onkeydown = ({ key }) => {
    if (key !== "Escape") return;
    details.open = false;
    summary.focus();
  };
  document.addEventListener("click", ({ target }) => {
    if (!details.contains(/** @type {Node} */ (target))) details.open = false;
  });
  return details;
}

/**
 * Say that this is not the current version, with the way to it.
 * @param {Version[]} versions
 * @param {string} own
 * @param {Version} current
 */
async function tellCurrent(versions, own, current) {
  const target = await counterpart(own, current);
  const order = versions.map((one) => one.version);
  const what =
    own === "concept" ? "Dit is het concept: er wordt nog aan gewerkt."
    : `Dit is de versie van ${own}.${order.indexOf(own) < order.indexOf(current.version) ? " Die gaat nog in." : ""}`;
  const text = target ? "Deze pagina in" : "Naar het begin van";
  document.querySelector(".md-main")?.prepend(
    make(
      "aside.kw-versiebericht.md-grid",
      { "aria-label": "Over deze versie" },
      make(
        "p",
        `${what} ${target ? "" : "Deze pagina staat niet in de huidige versie. "}`,
        make("a", { href: target ?? home(current) }, `${text} de huidige versie, ${current.title}`),
      ),
    ),
  );
}

/** @param {Version} version */
function home({ version }) {
  return new URL(`${version}/`, BASE).href;
}

/**
 * The address of this page in another version; nothing when that version does not have it.
 * @param {string} own
 * @param {Version} other
 */
async function counterpart(own, { version }) {
  if (version === own) return location.href;
  const [from, to] = await Promise.all([readPages(BASE, own), readPages(BASE, version)]);
  const page = decodeURI(location.pathname.slice(ROOT.pathname.length)).replace(/(^|\/)index\.html$/, "$1");
  const found = elsewhere(page, from, to);
  return found === null ? null : new URL(encodeURI(`${version}/${found}`) + location.hash, BASE).href;
}
