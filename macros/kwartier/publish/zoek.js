// The page for a missing address: find the page that was asked for in the versions there are. Follows versies.js in one script.

const VERSION = /^(?:20\d\d-20\d\d|concept|huidig)$/;

/** The folders in which the site may stand, most likely first: above a version in the address, as it was published, or higher up. */
function places() {
  const parts = location.pathname.split("/").slice(1, -1);
  const version = parts.findIndex((part) => VERSION.test(part));
  const found = version < 0 ? [] : [`/${parts.slice(0, version).map((part) => `${part}/`).join("")}`];
  const higher = ["/", ...parts.slice(0, 2).map((_, number) => `/${parts.slice(0, number + 1).join("/")}/`)];
  return [...new Set([...found, document.body.dataset.pad ?? "/", ...higher])].filter((place) => location.pathname.startsWith(place));
}

async function search() {
  for (const place of places()) {
    const base = new URL(place, location.href);
    const versions = await readVersions(base);
    if (versions) return show(base, versions);
  }
}

/**
 * @param {URL} base
 * @param {Version[]} versions
 */
async function show(base, versions) {
  const rest = decodeURI(location.pathname.slice(base.pathname.length));
  const [first, ...parts] = rest.split("/");
  const known = VERSION.test(first) || versions.some((one) => one.version === first);
  const asked = (known ? parts.join("/") : rest).replace(/(^|\/)index\.html$/, "$1");
  const name = first === CURRENT ? versions.find((one) => one.aliases.includes(CURRENT))?.version : first;
  const all = await Promise.all(versions.map((one) => readPages(base, one.version)));
  const addresses = [asked, `${asked}/`, asked.replace(/\.html$/, "/")];
  const found = versions.flatMap((one, number) => {
    if (one.properties?.hidden && one.version !== name) return [];
    const page = addresses.flatMap((address) => all.map((from) => elsewhere(address, from, all[number]))).find((target) => target !== null);
    return page == null ? [] : [{ one, page }];
  });
  const here = found.find(({ one }) => one.version === name);
  const sorted = here ? [here, ...found.filter((other) => other !== here)] : found;
  const box = /** @type {HTMLElement} */ (document.getElementById("vondst"));
  if (sorted.length) {
    const text = here ? "Ze staat nu op een ander adres:" : known ? `Ze staat niet in ${first}, maar wel hier:` : "Ze staat hier:";
    box.replaceChildren(element("p", text), element("ul", ...sorted.map(({ one, page }) => line(base, one, page))));
  }
  const start = /** @type {HTMLElement} */ (document.getElementById("begin"));
  start.querySelector("a")?.setAttribute("href", base.href);
  start.hidden = false;
}

/**
 * @param {URL} base
 * @param {Version} version
 * @param {string} page
 */
function line(base, version, page) {
  const title = version.aliases.includes(CURRENT) ? `${version.title} (huidig)` : version.title;
  const address = element("span", page || "begin");
  address.className = "naam";
  const link = element("a", element("span", title), address);
  link.setAttribute("href", new URL(encodeURI(`${version.version}/${page}`) + location.hash, base).href);
  return element("li", link);
}

/**
 * @param {string} tag
 * @param {...(Node | string)} children
 */
function element(tag, ...children) {
  const made = document.createElement(tag);
  made.append(...children);
  return made;
}

search();
