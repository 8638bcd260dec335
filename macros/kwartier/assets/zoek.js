// The search box: Material's look and keys, our engine. Everything happens on this page; nothing is sent anywhere.

import { address, button, fill, make } from "./dom.js";
import { motor } from "./zoek/motor.js";
import { fold, stem, STOP, words } from "./zoek/woord.js";

/** What can be chosen among the results: a name, and the kinds of pages; none stands for all. */
const CHOICES = [["Alles"], ["Modules", "module", "les", "leerroute"], ["Begrippen", "begrip"], ["Casussen", "casus"], ["Instrumenten", "instrument"]];

/** How many results are shown at first, and more at a time. */
const SHOWN = 10;
/** How many of the best pages are looked through for a quoted phrase. */
const PHRASE_DEPTH = 120;

/** @typedef {import("./zoek/motor.js").Hit} Hit */
/** @typedef {import("./zoek/motor.js").Answer} Answer */

/** @type {Promise<ReturnType<typeof motor>> | undefined} */
let loading;
/** @type {Map<string, Promise<Section[]>>} */
const pages = new Map();
/** @typedef {[string, string, string]} Section - anchor, heading and text */

/** What is on a page as a form, a map or a reference: no text to find. */
const FURNITURE = "h1,nav,form,script,summary,.kw-kicker,.kw-sinds,.kw-feiten,.kw-etiket,.kw-gebruik,.kw-bronnenlijst,.kw-definities,.kw-bewerk,.kw-antwoord-kop,.md-button,[href^='#bron-']";
/**
 * Fetch a file of the index.
 * @param {string} name
 */
async function file(name) {
  const answer = await fetch(new URL(`./zoek/${name}.json`, import.meta.url));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
}

/** Fetch the index once, at the first search; after a failure the next search tries again. */
function engine() {
  loading ??= file("index").then((data) => motor(data, (number) => file(`woorden-${number}`)));
  loading.catch(() => (loading = undefined));
  return loading;
}

/**
 * The sections of a page, from the page itself: what it says is kept nowhere else. None when it cannot be fetched, as a result
 * without excerpt is still a result.
 * @param {string} uri
 */
function sections(uri) {
  const known = pages.get(uri) ?? read(uri).catch(() => (pages.delete(uri), []));
  pages.set(uri, known);
  return known;
}

/**
 * @param {string} uri
 * @returns {Promise<Section[]>}
 */
async function read(uri) {
  const { bijzaak } = await engine(); // sections that list other pages
  const answer = await fetch(address(uri));
  if (!answer.ok) return [];
  const article = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("article");
  article?.querySelectorAll(FURNITURE).forEach((one) => one.remove());
  /** @type {Section[]} */
  const found = [["", "", ""]];
  let block;
  for (const walker = document.createTreeWalker(article ?? document.head, NodeFilter.SHOW_TEXT); walker.nextNode(); ) {
    const { data, parentElement } = /** @type {Text} */ (walker.currentNode);
    const now = parentElement?.closest("h2,h3,h4,h5,p,li,dt,dd,th,td,article");
    if (!now || (now !== block && !data.trim())) continue;
    const heading = /^H/.test(now.tagName);
    if (now !== block && heading) found.push([now.id, "", ""]);
    const last = found[found.length - 1];
    if (now !== block && last[2]) last[2] += /[.?!:;,…”’)]\s*$/.test(last[2]) ? " " : " · ";
    last[heading ? 1 : 2] += data;
    block = now;
  }
  return found.filter(([anchor]) => !bijzaak.has(anchor)).map((one) => /** @type {Section} */ (one.map((text) => text.replace(/\s+/g, " ").replace(/ ?\([; ]*\)/g, "").trim())));
}

/**
 * A link to a page, where `keys` are highlighted.
 * @param {string} uri
 * @param {string[]} keys
 * @param {import("./dom.js").Parts} text
 * @param {string} [anchor]
 * @param {string} [look]
 */
function linkTo(uri, keys, text, anchor = "", look) {
  const url = new URL(address(uri));
  if (keys.length) url.searchParams.set("h", keys.join(" "));
  url.hash = anchor;
  return make("a", { href: url.href, class: look }, text);
}

/**
 * Bring the search box to life.
 * @param {HTMLElement} box
 */
export function zoek(box) {
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (box.querySelector(selector));
  const toggle = /** @type {HTMLInputElement} */ (document.getElementById("__search"));
  const input = /** @type {HTMLInputElement} */ (part("input[name=zoek]"));
  const form = part("form");
  const status = part(".kw-zoek-status");
  const facets = part(".kw-zoek-soorten");
  const list = part(".kw-zoek-lijst");
  let choice = CHOICES[0];
  let turn = 0;
  let most = SHOWN;
  let timer = 0;
  /** @type {HTMLElement | null} - where the reader was before searching */
  let before = null;
  input.addEventListener("focus", ({ relatedTarget: from }) => {
    if (from instanceof HTMLElement && !box.contains(from)) before = from;
    open();
  });
  input.oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(search, 80);
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  };
  form.onreset = () => setTimeout(() => (run(), input.focus()));
  part(".kw-zoek-deel").onclick = copyLink;
  part(".kw-zoek-terug").onclick = () => set(false);
  if (toggle.checked || document.activeElement === input) open();
  toggle.addEventListener("change", () => {
    if (toggle.checked) return input.focus();
    input.blur();
    before?.focus();
  });
  box.addEventListener("focusout", ({ relatedTarget: to }) => {
    if (!(to instanceof Node) || box.contains(to)) return;
    before = null; // the reader went elsewhere
    set(false);
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    // The path, as a button may be gone from the page by now: its own listener drew new results.
    const inside = event.composedPath().some((one) => one instanceof Element && one.matches(".kw-zoek, #__search, .kw-zoek-open"));
    if (!inside) set(false);
  });
  const asked = new URLSearchParams(location.search).get("zoek");
  if (asked) {
    input.value = asked;
    input.focus();
  }

  function open() {
    set(true);
    run();
  }

  /** @param {boolean} open */
  function set(open) {
    if (toggle.checked !== open) toggle.click(); // not by its property: who listens to it wants to hear of it
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const { key } = event;
    if (key !== "ArrowDown" && key !== "ArrowUp") return;
    const stops = /** @type {HTMLElement[]} */ ([input, ...list.querySelectorAll(".kw-zoek-link, .kw-zoek-leeg :is(a, button)")]);
    const here = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (here < 0) return;
    event.preventDefault();
    stops[here + (key === "ArrowDown" ? 1 : -1)]?.focus();
  }

  /** A new question: begin at the top again. */
  function search() {
    most = SHOWN;
    list.parentElement?.scrollTo(0, 0);
    return run();
  }

  /** Answer what stands in the box now; an answer that was overtaken is dropped. */
  async function run() {
    const own = ++turn;
    const asked = input.value;
    const show = (/** @type {string} */ text, /** @type {HTMLElement[]} */ items = [], /** @type {Record<string, number> | false} */ counts = false) => {
      if (own !== turn) return;
      status.textContent = text; // announced to who listens
      fill(list, { "data-vraag": asked }, items);
      facets.hidden = !counts;
      if (counts) fill(facets, facetsFor(counts));
    };
    try {
      const { antwoord, zoek } = await engine();
      if (!asked.trim()) return show("Typ een woord of een vraag.");
      const [, ...kinds] = choice;
      const found = await antwoord(asked, { hoeveel: PHRASE_DEPTH });
      const quoted = found.zinnen.length > 0;
      const all = quoted ? await withPhrases(found) : found.hits;
      const counts = quoted ? countKinds(all) : found.aantallen;
      const hits = !kinds.length ? all : quoted ? all.filter(({ soort }) => kinds.includes(soort)) : zoek(asked, { soorten: kinds }).hits;
      if (own !== turn) return;
      const shown = hits.slice(0, most);
      const card = (!kinds.length || kinds.includes("begrip")) && found.kaart;
      const items = shown.filter(({ nr }) => !card || nr !== card.nr).map(itemOf);
      if (card) items.unshift(cardOf(card));
      if (!items.length) return show("Niets gevonden", [nothing(found.bedoelde)], sumOf(counts, []) > 0 && counts);
      if (hits.length > shown.length) items.push(make("li.kw-zoek-meer", button("Meer resultaten", more, "kw-zoek-soort")));
      const total = sumOf(counts, kinds);
      show(`${righted(found)}${total === 1 ? "1 pagina" : `${total} pagina's`} gevonden`, items, counts);
    } catch (error) {
      console.warn("Kwartier: zoeken", error);
      show("Zoeken lukt nu niet. Kijk of je verbinding hebt en probeer het opnieuw.");
    }
  }

  /** Show the next results; the focus moves to the first of them. */
  async function more() {
    const links = () => /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll(".kw-zoek-link"));
    const next = links().length;
    most += SHOWN;
    await run();
    links()[next]?.focus();
  }

  /** @param {Record<string, number>} counts - hits per kind */
  function facetsFor(counts) {
    return CHOICES.flatMap((one) => {
      const [name, ...kinds] = one;
      const count = sumOf(counts, kinds);
      const pick = async () => {
        choice = one;
        await search();
        /** @type {HTMLElement | null} */ (facets.querySelector("[aria-pressed=true]"))?.focus();
      };
      const label = [name, make("span.kw-zoek-aantal", ` ${count}`)];
      return count || one === choice ? [fill(button("", pick, "kw-zoek-soort", { "aria-pressed": String(one === choice) }), label)] : [];
    });
  }

  /** @param {string} suggestion */
  function nothing(suggestion) {
    const retry = () => {
      input.value = suggestion;
      choice = CHOICES[0];
      input.focus();
      search();
    };
    return make(
      "li.kw-zoek-leeg",
      suggestion ? button(`Bedoelde je ${suggestion}?`, retry, "kw-zoek-soort") : make("p", "Probeer een ander woord, of minder woorden."),
      make("p", linkTo("begrippen/index.md", [], "Bekijk alle begrippen")),
    );
  }

  async function copyLink() {
    const url = new URL(location.href);
    url.search = new URLSearchParams({ zoek: input.value }).toString();
    url.hash = "";
    try {
      await navigator.clipboard.writeText(url.href);
      status.textContent = "De link naar deze zoekvraag is gekopieerd.";
    } catch {
      status.textContent = url.href;
    }
  }
}

/**
 * Only the pages in which every quoted phrase stands.
 * @param {Answer} answer
 */
async function withPhrases({ hits, zinnen }) {
  const texts = await Promise.all(hits.map(async (hit) => words([hit.titel, ...(await sections(hit.uri)).flat()].join(" ")).join(" ")));
  return hits.filter((_, at) => zinnen.every((phrase) => ` ${texts[at]} `.includes(` ${phrase} `)));
}

/** @param {import("./zoek/motor.js").Card} card - it stands for the page of the term */
function cardOf({ uri, titel, concepties, definitie }) {
  return make(
    "li.kw-zoek-kaart.kw-soort--begrip",
    linkTo(uri, [], titel, "", "kw-zoek-link"),
    make("span.kw-zoek-soortnaam", concepties > 1 ? `begrip, ${concepties} betekenissen` : "begrip"),
    make("p.kw-zoek-tekst", definitie),
  );
}

/** @param {Hit} hit */
function itemOf(hit) {
  const { soort, uri, titel, sleutels, letterlijk } = hit;
  const via = hit.via && !fold(titel).includes(fold(hit.via)) ? hit.via : "";
  const kind = make("span.kw-zoek-soortnaam", kindOf(hit), via && `, gevonden via ${via}`);
  const link = linkTo(uri, sleutels, marked(titel, sleutels), "", "kw-zoek-link");
  const item = make(`li.kw-zoek-item.kw-soort--${soort}`, link, kind);
  sections(uri).then((parts) => {
    item.append(...places(hit, parts));
    const found = item.querySelector("mark")?.textContent;
    if (found && !via && !letterlijk && !link.querySelector("mark")) kind.append(`, gevonden via ${found}`);
  });
  return item;
}

/**
 * The places on a page where the words stand: a piece of text, and links to other sections.
 * @param {Hit} hit
 * @param {Section[]} parts
 */
function places(hit, parts) {
  const { definitie, sleutels, uri } = hit; // a definition stands for the page of its term
  const keys = new Set(sleutels);
  const counted = parts
    .map(([anchor, heading, text]) => ({ anchor, heading, text, found: new Set(words(`${heading} ${text}`).map(stem).filter((key) => keys.has(key))).size }))
    .filter((part) => part.found)
    .sort((a, b) => b.found - a.found);
  const text = counted.find((part) => part.text)?.text ?? parts.find((part) => part[2])?.[2];
  const piece = definitie ?? (text && excerpt(text, keys));
  const links = counted.filter((part) => part.anchor && part.heading).slice(0, 3).map((part) => linkTo(uri, sleutels, part.heading, part.anchor));
  return [
    piece ? make("p.kw-zoek-tekst", marked(piece, sleutels)) : "",
    links.length && !definitie && kindOf(hit) !== "zelftoets" ? make("p.kw-zoek-plekken", links.map((link) => [link, " "])) : "",
  ];
}

/**
 * What was changed in the question before it was answered, as the beginning of a sentence.
 * @param {Answer} answer
 */
function righted({ verbeterd, hits }) {
  if (!verbeterd.length || !hits.length) return "";
  const names = hits.slice(0, 5).flatMap(({ titel }) => titel.match(/[\p{L}\p{N}]+/gu) ?? []);
  const found = verbeterd.map((key) => names.find((name) => stem(fold(name)) === key)?.toLowerCase() ?? key);
  return `Gezocht naar ‘${found.join("’ en ‘")}’: `;
}

/**
 * What a result is, in one word.
 * @param {Hit} hit
 */
function kindOf({ soort, uri }) {
  return /\/(zelftoets|toets)\.md$/.exec(uri)?.[1] ?? (soort === "bron" ? "bronnen" : soort);
}

/** @param {Hit[]} hits */
function countKinds(hits) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const { soort } of hits) counts[soort] = (counts[soort] ?? 0) + 1;
  return counts;
}

/**
 * How many of these kinds, or of all when none are named.
 * @param {Record<string, number>} counts
 * @param {string[]} kinds
 */
function sumOf(counts, kinds) {
  return Object.entries(counts).reduce((sum, [kind, one]) => sum + (!kinds.length || kinds.includes(kind) ? one : 0), 0);
}

/**
 * A text as nodes, with the words of which the key is among `keys` in a mark.
 * @param {string} text
 * @param {Iterable<string>} keys
 * @returns {(string | HTMLElement)[]}
 */
export function marked(text, keys) {
  const wanted = new Set(keys);
  return text.split(/([\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*)/u).map((piece, at) => {
    const key = at % 2 ? stem(fold(piece)) : "";
    return key && wanted.has(key) && !STOP.has(fold(piece)) ? make("mark", {}, piece) : piece;
  });
}

/**
 * The piece of a text around the densest run of words with one of the keys.
 * @param {string} text
 * @param {Set<string>} keys
 */
function excerpt(text, keys) {
  const pieces = text.split(/\s+/);
  const hits = pieces.map((piece) => words(piece).some((word) => keys.has(stem(word))));
  let start = 0, most = -1;
  for (let at = 0; at < pieces.length; at++) {
    if (!hits[at]) continue;
    const count = hits.slice(at, at + 24).filter(Boolean).length;
    if (count > most) [start, most] = [at, count];
  }
  start = start <= 12 ? 0 : start - 6;
  if (pieces[start] === "·") start++;
  const cut = pieces.slice(start, start + 28).join(" ");
  return (start ? "… " : "") + cut + (start + 28 < pieces.length ? " …" : "");
}
