// Which versions of the site there are, and where a page stands in another one. Pure apart from two fetches; the page for
// a missing address, above all versions, holds a copy of this file.
//
// versions.json is mike's: a list with for each version its folder, title, aliases and properties (`hidden` keeps it out
// of the choice). VERSION/versie.json lists the pages of a version by address (without index.html) and former addresses.

/** @typedef {{ version: string, title: string, aliases: string[], properties?: { hidden?: boolean } }} Version */
/** @typedef {{ paginas: Set<string>, verplaatst: Record<string, string> }} Pages */

export const CURRENT = "huidig";

/**
 * All versions, as they are listed: newest first.
 * @param {URL} base - the folder that the versions are in
 * @returns {Promise<Version[] | null>} nothing when there is no list
 */
export async function readVersions(base) {
  const data = await readJson(new URL("versions.json", base));
  return Array.isArray(data) ? data.filter((one) => typeof one?.version === "string" && Array.isArray(one.aliases)) : null;
}

/**
 * The pages of a version; none for a version that keeps no list.
 * @param {URL} base
 * @param {string} version
 * @returns {Promise<Pages>}
 */
export async function readPages(base, version) {
  const data = await readJson(new URL(`${version}/versie.json`, base));
  return { paginas: new Set(data?.paginas ?? []), verplaatst: data?.verplaatst ?? {} };
}

/**
 * Where a page of one version stands in another: at the same address, where it moved to, or where it was before it moved.
 * @param {string} page - address below the version
 * @param {Pages} from
 * @param {Pages} to
 * @returns {string | null} nothing when the other version does not have it
 */
export function elsewhere(page, from, to) {
  const former = Object.entries(from.verplaatst).map(([old, now]) => follow(page, [[now, old]]));
  const places = [page, ...former].flatMap((place) => [place, follow(place, Object.entries(to.verplaatst))]);
  return places.find((place) => to.paginas.has(place)) ?? null;
}

/**
 * Follow moves of pages and of folders, the most precise first.
 * @param {string} page
 * @param {[string, string][]} moves
 */
function follow(page, moves) {
  let place = page;
  for (let step = 0; step < 5; step += 1) {
    const fits = moves.filter(([old]) => place === old || (old.endsWith("/") && place.startsWith(old)));
    const [best] = fits.sort((one, other) => other[0].length - one[0].length);
    if (!best) break;
    place = best[1] + place.slice(best[0].length);
  }
  return place;
}

/** @type {Map<string, Promise<any>>} */
const asked = new Map();

/**
 * The data at an address, fetched once; nothing when it is not there.
 * @param {URL} address
 * @returns {Promise<any>}
 */
function readJson(address) {
  const known = asked.get(address.href) ?? fetch(address).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
  asked.set(address.href, known);
  return known;
}
