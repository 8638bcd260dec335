// The search box: Material's look and keys, our engine. Everything happens on this page; nothing is sent anywhere.

import { button, make } from "./dom.js";
import { Motor } from "./zoek/motor.js";
import { fold, stem, STOP, words } from "./zoek/woord.js";

const KINDS = /** @type {[string, string, string[]][]} */ ([
  ["alles", "Alles", []],
  ["modules", "Modules", ["module", "les", "leerroute"]],
  ["begrippen", "Begrippen", ["begrip"]],
  ["casussen", "Casussen", ["casus"]],
  ["instrumenten", "Instrumenten", ["instrument"]],
]);
/** @type {Record<string, string>} */
const NAMES = { module: "module", les: "les", leerroute: "leerroute", begrip: "begrip", casus: "casus", instrument: "instrument", kader: "kader", bron: "bronnen", pagina: "pagina" };

/** The first page of the site. */
const BASE = new URL("../../", import.meta.url);
/** How many results are shown at first, and more at a time. */
const SHOWN = 10;
/** How many of the best pages are looked through for a quoted phrase. */
const PHRASE_DEPTH = 120;

/** @type {Promise<Motor> | undefined} */
let loading;
/** @type {Map<string, Promise<Section[]>>} */
const pages = new Map();
/** @typedef {[string, string, string]} Section - anchor, heading and text */

/** What is on a page as a form, a map or a reference: no text to find. */
const FURNITURE = "h1,nav,form,script,summary,.kw-kicker,.kw-sinds,.kw-feiten,.kw-etiket,.kw-gebruik,.kw-bronnenlijst,.kw-definities,.kw-bewerk,.kw-antwoord-kop,.md-button,[href^='#bron-']";
/** Sections that list other pages; the same in search.py. */
const MENTIONS = ["kernbegrippen", "casussen-en-instrumenten", "hierna", "waarop-deze-module-rust", "over-deze-module", "hoort-bij"];

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
function motor() {
  loading ??= file("index").then((data) => new Motor(data, (number) => file(`woorden-${number}`)));
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
  return found.filter(([anchor]) => !MENTIONS.includes(anchor)).map((one) => /** @type {Section} */ (one.map((text) => text.replace(/\s+/g, " ").replace(/ ?\([; ]*\)/g, "").trim())));
}

/**
 * The address of a page; `keys` are highlighted there.
 * @param {string} uri
 * @param {string} anchor
 * @param {string[]} keys
 */
function address(uri, anchor = "", keys = []) {
  const end = document.querySelector("script[data-adres=html]") ? ".html" : "/";
  const path = uri.replace(/(^|\/)index\.md$/, end === "/" ? "$1" : "$1index.html").replace(/\.md$/, end);
  const url = new URL(path, BASE);
  if (keys.length) url.searchParams.set("h", keys.join(" "));
  url.hash = anchor;
  return url.href;
}

/**
 * Bring the search box to life.
 * @param {Document} root
 */
export function start(root) {
  const box = /** @type {HTMLElement | null} */ (root.querySelector(".kw-zoek"));
  if (!box || box.dataset.klaar) return;
  box.dataset.klaar = "ja";
  new Search(box);
}

class Search {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    this.toggle = /** @type {HTMLInputElement} */ (document.getElementById("__search"));
    this.form = /** @type {HTMLFormElement} */ (box.querySelector("form"));
    this.input = /** @type {HTMLInputElement} */ (box.querySelector("input[name=zoek]"));
    this.status = /** @type {HTMLElement} */ (box.querySelector(".kw-zoek-status"));
    this.facets = /** @type {HTMLElement} */ (box.querySelector(".kw-zoek-soorten"));
    this.list = /** @type {HTMLElement} */ (box.querySelector(".kw-zoek-lijst"));
    this.share = /** @type {HTMLElement} */ (box.querySelector(".kw-zoek-deel"));
    this.kind = "alles";
    this.turn = 0;
    this.shown = SHOWN;
    /** @type {HTMLElement | null} - where the reader was before searching */
    this.before = null;
    this.input.addEventListener("focus", (event) => this.open(event.relatedTarget));
    this.input.addEventListener("input", () => this.later());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      /** @type {HTMLElement | null} */ (this.list.querySelector("a"))?.click();
    });
    this.form.addEventListener("reset", () => setTimeout(() => (this.run(), this.input.focus())));
    this.share.addEventListener("click", () => this.copyLink());
    if (this.toggle.checked || document.activeElement === this.input) this.open();
    this.toggle.addEventListener("change", () => (this.toggle.checked ? this.input.focus() : this.input.blur()));
    box.querySelector(".kw-zoek-terug")?.addEventListener("click", () => this.close());
    box.addEventListener("focusout", ({ relatedTarget: to }) => {
      if (to instanceof Node && !box.contains(to)) this.set(false);
    });
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("click", (event) => {
      // The path, as a button may be gone from the page by now: its own listener drew new results.
      const inside = event.composedPath().some((one) => one instanceof Element && one.matches(".kw-zoek, #__search, .kw-zoek-open"));
      if (this.toggle.checked && !inside) this.close();
    });
    const asked = new URLSearchParams(location.search).get("zoek");
    if (asked) {
      this.input.value = asked;
      this.input.focus();
    }
  }

  /** @param {EventTarget | null} [from] - where the reader was */
  open(from) {
    if (from instanceof HTMLElement && !this.box.contains(from)) this.before = from;
    this.set(true);
    this.run();
  }

  /** Away, and back to where the reader was. */
  close() {
    this.set(false);
    this.input.blur();
    this.before?.focus();
  }

  /** @param {boolean} open */
  set(open) {
    if (this.toggle.checked !== open) this.toggle.click(); // not by its property: Material's script wants to hear of it
    document.querySelector(".kw-zoek-open")?.setAttribute("aria-expanded", String(open));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (!this.toggle.checked) return;
    if (event.key === "Escape") return this.close();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = /** @type {HTMLElement[]} */ ([this.input, ...this.list.querySelectorAll("a.kw-zoek-link, .kw-zoek-leeg :is(a, button)")]);
    const here = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (here < 0) return;
    event.preventDefault();
    stops[Math.min(stops.length - 1, Math.max(0, here + (event.key === "ArrowDown" ? 1 : -1)))].focus();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), 80);
  }

  /** A new question: begin at the top again. */
  search() {
    this.shown = SHOWN;
    this.list.parentElement?.scrollTo(0, 0);
    return this.run();
  }

  /** Answer what stands in the box now; an answer that was overtaken is dropped. */
  async run() {
    const turn = ++this.turn;
    const asked = this.input.value;
    try {
      const engine = await motor();
      if (!asked.trim()) return this.show(turn, "Typ een woord of een vraag.", []);
      const kinds = KINDS.find(([id]) => id === this.kind)?.[2] ?? [];
      const found = await engine.antwoord(asked, { hoeveel: PHRASE_DEPTH });
      const quoted = found.zinnen.length > 0;
      const all = quoted ? await this.withPhrases(found) : found.hits;
      const counts = quoted ? countKinds(all) : found.aantallen;
      const hits = kinds.length ? (quoted ? all : engine.zoek(asked, { soorten: kinds }).hits).filter((hit) => kinds.includes(hit.soort)) : all;
      if (turn !== this.turn) return;
      const shown = hits.slice(0, this.shown);
      const items = shown.map((hit) => this.item(engine, hit));
      if (found.kaart && ["alles", "begrippen"].includes(this.kind)) items.unshift(this.card(found.kaart, shown, items));
      if (!items.length) return this.show(turn, "Niets gevonden", [this.nothing(found.bedoelde)], Boolean(sumOf(counts, [])) && counts);
      if (hits.length > shown.length) items.push(this.more());
      const total = sumOf(counts, kinds);
      this.show(turn, `${righted(found, engine)}${total === 1 ? "1 pagina" : `${total} pagina's`} gevonden`, items, counts);
    } catch (error) {
      console.warn("Kwartier: zoeken", error);
      this.show(turn, "Zoeken lukt nu niet. Kijk of je verbinding hebt en probeer het opnieuw.", []);
    }
  }

  /**
   * @param {number} turn
   * @param {string} status - announced to who listens
   * @param {HTMLElement[]} items
   * @param {Record<string, number> | false} [counts] - pages per kind, when there is something to choose
   */
  show(turn, status, items, counts = false) {
    if (turn !== this.turn) return;
    this.status.textContent = status;
    this.list.replaceChildren(...items);
    this.list.dataset.vraag = this.input.value;
    this.facets.hidden = !counts;
    if (counts) this.showFacets(counts);
  }

  /** The button for the next results; the focus moves to the first of them. */
  more() {
    const more = button("Meer resultaten", async () => {
      const next = this.list.querySelectorAll("a.kw-zoek-link").length;
      this.shown += SHOWN;
      await this.run();
      /** @type {NodeListOf<HTMLElement>} */ (this.list.querySelectorAll("a.kw-zoek-link"))[next]?.focus();
    }, "kw-zoek-soort");
    return make("li", { class: "kw-zoek-meer" }, more);
  }

  /**
   * Only the pages in which every quoted phrase stands.
   * @param {import("./zoek/motor.js").Answer} answer
   */
  async withPhrases(answer) {
    const texts = await Promise.all(answer.hits.map(async (hit) => words([hit.titel, ...(await sections(hit.uri)).flat()].join(" ")).join(" ")));
    return answer.hits.filter((_, at) => answer.zinnen.every((phrase) => ` ${texts[at]} `.includes(` ${phrase} `)));
  }

  /** @param {Record<string, number>} counts - hits per kind */
  showFacets(counts) {
    const kept = KINDS.filter(([id, , kinds]) => sumOf(counts, kinds) || id === this.kind);
    const buttons = kept.map(([id, name, kinds]) => {
      const choice = button(name, () => {
        this.kind = id;
        this.search().then(() => /** @type {HTMLElement | null} */ (this.facets.querySelector("[aria-pressed=true]"))?.focus());
      }, "kw-zoek-soort");
      choice.append(make("span", { class: "kw-zoek-aantal" }, ` ${sumOf(counts, kinds)}`));
      choice.setAttribute("aria-pressed", String(id === this.kind));
      return choice;
    });
    this.facets.replaceChildren(...buttons);
  }

  /**
   * @param {import("./zoek/motor.js").Card} card
   * @param {import("./zoek/motor.js").Hit[]} hits
   * @param {HTMLElement[]} items - the list items of the hits; the one of the term itself goes, as the card stands for it
   */
  card(card, hits, items) {
    const at = hits.findIndex((hit) => hit.nr === card.nr);
    if (at >= 0) items.splice(at, 1);
    return make(
      "li",
      { class: "kw-zoek-kaart kw-soort--begrip" },
      make("a", { class: "kw-zoek-link", href: address(card.uri) }, card.titel),
      make("span", { class: "kw-zoek-soortnaam" }, card.concepties > 1 ? `begrip, ${card.concepties} betekenissen` : "begrip"),
      make("p", { class: "kw-zoek-tekst" }, card.definitie),
    );
  }

  /**
   * @param {Motor} engine
   * @param {import("./zoek/motor.js").Hit} hit
   */
  item(engine, hit) {
    const link = make("a", { class: "kw-zoek-link", href: address(hit.uri, "", hit.sleutels) }, ...marked(hit.titel, hit.sleutels));
    const kind = make("span", { class: "kw-zoek-soortnaam" }, kindOf(hit));
    const item = make("li", { class: `kw-zoek-item kw-soort--${hit.soort}` }, link, kind);
    const via = hit.via && !fold(hit.titel).includes(fold(hit.via)) ? hit.via : "";
    if (via) kind.append(`, gevonden via ${via}`);
    sections(hit.uri).then((parts) => {
      this.places(item, hit, parts, engine.definitions.get(hit.nr));
      const found = item.querySelector("mark")?.textContent;
      if (found && !via && !hit.letterlijk && !link.querySelector("mark")) kind.append(`, gevonden via ${found}`);
    });
    return item;
  }

  /**
   * The places on a page where the words stand: a piece of text, and links to other sections.
   * @param {HTMLElement} item
   * @param {import("./zoek/motor.js").Hit} hit
   * @param {[string, string, string][]} parts
   * @param {string} [definition] - of a term, which then stands for its page
   */
  places(item, hit, parts, definition) {
    const keys = new Set(hit.sleutels);
    const counted = parts
      .map(([anchor, heading, text]) => ({ anchor, heading, text, found: new Set(words(`${heading} ${text}`).map(stem).filter((key) => keys.has(key))).size }))
      .filter((part) => part.found)
      .sort((a, b) => b.found - a.found);
    const text = definition ?? counted.find((part) => part.text)?.text ?? parts.find((part) => part[2])?.[2];
    if (text) item.append(make("p", { class: "kw-zoek-tekst" }, ...marked(definition ?? excerpt(text, keys), hit.sleutels)));
    const more = counted.filter((part) => part.anchor && part.heading).slice(0, 3);
    if (more.length && !definition && kindOf(hit) !== "zelftoets") {
      const links = more.map((part) => make("a", { href: address(hit.uri, part.anchor, hit.sleutels) }, part.heading));
      item.append(make("p", { class: "kw-zoek-plekken" }, ...links.flatMap((link) => [link, " "])));
    }
  }

  /** @param {string} suggestion */
  nothing(suggestion) {
    const retry = () => {
      this.input.value = suggestion;
      this.kind = "alles";
      this.input.focus();
      this.search();
    };
    return make(
      "li",
      { class: "kw-zoek-leeg" },
      suggestion ? button(`Bedoelde je ${suggestion}?`, retry, "kw-zoek-soort") : make("p", {}, "Probeer een ander woord, of minder woorden."),
      make("p", {}, make("a", { href: address("begrippen/index.md") }, "Bekijk alle begrippen")),
    );
  }

  async copyLink() {
    const url = new URL(location.href);
    url.search = new URLSearchParams({ zoek: this.input.value }).toString();
    url.hash = "";
    try {
      await navigator.clipboard.writeText(url.href);
      this.status.textContent = "De link naar deze zoekvraag is gekopieerd.";
    } catch {
      this.status.textContent = url.href;
    }
  }
}

/**
 * What was changed in the question before it was answered, as the beginning of a sentence.
 * @param {import("./zoek/motor.js").Answer} answer
 * @param {Motor} engine
 */
function righted({ verbeterd, hits }, engine) {
  if (!verbeterd.length || !hits.length) return "";
  const names = hits.slice(0, 5).flatMap((hit) => engine.data.docs[hit.nr][1].match(/[\p{L}\p{N}]+/gu) ?? []);
  const found = verbeterd.map((key) => names.find((name) => stem(fold(name)) === key)?.toLowerCase() ?? key);
  return `Gezocht naar ‘${found.join("’ en ‘")}’: `;
}

/**
 * What a result is, in one word.
 * @param {import("./zoek/motor.js").Hit} hit
 */
function kindOf({ soort, uri }) {
  return /\/(zelftoets|toets)\.md$/.exec(uri)?.[1] ?? NAMES[soort] ?? "";
}

/** @param {import("./zoek/motor.js").Hit[]} hits */
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
