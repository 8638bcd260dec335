// The version that a reader is in: a choice of the others, at the same page, and a message when this is not the current one.
// Without this script, or without a list of versions next to the site, the page shows only the name of its own version.

import { make } from "./dom.js";
import { CURRENT, elsewhere, readPages, readVersions } from "./versies.js";

const ROOT = new URL("../../", import.meta.url);
const BASE = new URL("../", ROOT);

/** @param {Document} root */
export async function start(root) {
  const place = /** @type {HTMLElement} */ (root.querySelector(".kw-versie[data-versie]"));
  const own = place.dataset.versie ?? "";
  if (place.querySelector("details") || !ROOT.pathname.endsWith(`/${own}/`)) return;
  const versions = (await readVersions(BASE)) ?? [];
  const shown = versions.filter((one) => one.version === own || !one.properties?.hidden);
  if (shown.length > 1) place.replaceChildren(choice(shown, own));
  const current = versions.find((one) => one.aliases.includes(CURRENT));
  if (current && current.version !== own) await tellCurrent(root, versions, own, current);
}

/**
 * The other versions, each at this page when it has it. Their lists of pages are fetched when someone opens the choice.
 * @param {import("./versies.js").Version[]} versions
 * @param {string} own
 */
function choice(versions, own) {
  const links = versions.map((one) =>
    make("a", { href: new URL(`${one.version}/`, BASE).href, "aria-current": one.version === own && "true" }, one.title, note(one)),
  );
  const items = links.map((link) => make("li", {}, link));
  const name = versions.find((one) => one.version === own)?.title ?? own;
  const summary = make("summary", { class: "kw-versie__naam" }, make("span", { class: "kw-versie__woord" }, "Versie "), name);
  const details = /** @type {HTMLDetailsElement} */ (make("details", {}, summary, make("ul", { class: "kw-versie__lijst" }, ...items)));
  details.addEventListener("toggle", () => versions.forEach(async (one, number) => {
    links[number].setAttribute("href", (await counterpart(own, one.version)) ?? new URL(`${one.version}/`, BASE).href);
  }), { once: true });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    details.open = false;
    summary.focus();
  });
  document.addEventListener("click", (event) => {
    if (!details.contains(/** @type {Node} */ (event.target))) details.open = false;
  });
  return details;
}

/** @param {import("./versies.js").Version} version */
function note(version) {
  return version.aliases.includes(CURRENT) ? make("span", { class: "kw-versie__nu" }, "huidig") : null;
}

/**
 * Say that this is not the current version, with the way to it.
 * @param {Document} root
 * @param {import("./versies.js").Version[]} versions
 * @param {string} own
 * @param {import("./versies.js").Version} current
 */
async function tellCurrent(root, versions, own, current) {
  const target = await counterpart(own, current.version);
  const order = versions.map((one) => one.version);
  const what =
    own === "concept" ? "Dit is het concept: er wordt nog aan gewerkt."
    : order.indexOf(own) < order.indexOf(current.version) ? `Dit is de versie van ${own}. Die gaat nog in.`
    : `Dit is de versie van ${own}.`;
  const text = target ? `Deze pagina in de huidige versie, ${current.title}` : `Naar het begin van de huidige versie, ${current.title}`;
  const link = make("a", { href: target ?? new URL(`${current.version}/`, BASE).href }, text);
  const missing = target ? "" : "Deze pagina staat niet in de huidige versie. ";
  root.querySelector(".md-main")?.prepend(
    make("aside", { class: "kw-versiebericht md-grid", "aria-label": "Over deze versie" }, make("p", {}, `${what} ${missing}`, link)),
  );
}

/**
 * The address of this page in another version; nothing when that version does not have it.
 * @param {string} own
 * @param {string} version
 */
async function counterpart(own, version) {
  if (version === own) return location.href;
  const [from, to] = await Promise.all([readPages(BASE, own), readPages(BASE, version)]);
  const page = decodeURI(location.pathname.slice(ROOT.pathname.length)).replace(/(^|\/)index\.html$/, "$1");
  const found = elsewhere(page, from, to);
  return found === null ? null : new URL(encodeURI(`${version}/${found}`) + location.hash, BASE).href;
}
