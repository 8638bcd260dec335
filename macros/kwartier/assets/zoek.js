// The search box: Material's look and keys, our engine. Everything happens on this page; nothing is sent anywhere.

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

/** @type {Promise<Motor> | undefined} */
let loading;
/** @type {Map<number, Promise<[string, string, string][][]>>} */
const texts = new Map();

/** Fetch the index once, at the first search. */
function motor() {
  loading ??= fetch(new URL("./zoek/index.json", import.meta.url)).then((answer) => answer.json()).then((data) => new Motor(data));
  return loading;
}

/**
 * The sections of a page: anchor, heading and text.
 * @param {Motor} engine
 * @param {number} nr
 */
async function sections(engine, nr) {
  const file = Math.floor(nr / engine.data.per);
  if (!texts.has(file)) texts.set(file, fetch(new URL(`./zoek/tekst-${file}.json`, import.meta.url)).then((answer) => answer.json()));
  return (await /** @type {Promise<[string, string, string][][]>} */ (texts.get(file)))[nr % engine.data.per];
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
    this.base = new URL(box.dataset.basis || ".", location.href);
    this.toggle = /** @type {HTMLInputElement} */ (document.getElementById("__search"));
    this.form = /** @type {HTMLFormElement} */ (box.querySelector("form"));
    this.input = /** @type {HTMLInputElement} */ (box.querySelector("input[name=zoek]"));
    this.status = /** @type {HTMLElement} */ (box.querySelector(".kw-zoek-status"));
    this.facets = /** @type {HTMLElement} */ (box.querySelector(".kw-zoek-soorten"));
    this.list = /** @type {HTMLElement} */ (box.querySelector(".kw-zoek-lijst"));
    this.share = /** @type {HTMLElement} */ (box.querySelector(".kw-zoek-deel"));
    this.kind = "alles";
    this.turn = 0;
    this.input.addEventListener("focus", () => this.open());
    this.input.addEventListener("input", () => this.later());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      /** @type {HTMLElement | null} */ (this.list.querySelector("a"))?.click();
    });
    this.form.addEventListener("reset", () => setTimeout(() => (this.run(), this.input.focus())));
    this.share.addEventListener("click", () => this.copyLink());
    if (this.toggle.checked || document.activeElement === this.input) this.open();
    this.toggle.addEventListener("change", () => (this.toggle.checked ? this.input.focus() : this.input.blur()));
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("click", (event) => {
      if (this.toggle.checked && event.target instanceof Element && !event.target.closest(".kw-zoek, [for=__search]")) this.close();
    });
    const asked = new URLSearchParams(location.search).get("zoek");
    if (asked) {
      this.input.value = asked;
      this.input.focus();
    }
  }

  open() {
    this.toggle.checked = true;
    motor().then(() => this.run());
  }

  close() {
    this.toggle.checked = false;
    this.input.blur();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (!this.toggle.checked) return;
    if (event.key === "Escape") return this.close();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = /** @type {HTMLElement[]} */ ([this.input, ...this.list.querySelectorAll("a")]);
    const here = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (here < 0) return;
    event.preventDefault();
    stops[Math.min(stops.length - 1, Math.max(0, here + (event.key === "ArrowDown" ? 1 : -1)))].focus();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), 80);
  }

  /** Answer what stands in the box now; an answer that was overtaken is dropped. */
  async run() {
    const turn = ++this.turn;
    const asked = this.input.value.trim();
    const engine = await motor();
    if (turn !== this.turn) return;
    if (!asked) {
      this.status.textContent = "Typ een woord of een vraag.";
      this.list.replaceChildren();
      this.facets.hidden = true;
      return;
    }
    const kinds = KINDS.find(([id]) => id === this.kind)?.[2] ?? [];
    const answer = engine.zoek(this.input.value, { soorten: kinds.length ? kinds : null });
    const hits = answer.zinnen.length ? await this.withPhrases(engine, answer) : answer.hits;
    if (turn !== this.turn) return;
    this.showFacets(answer.aantallen);
    const shown = hits.slice(0, 20);
    const items = shown.map((hit) => this.item(engine, hit));
    if (answer.kaart && ["alles", "begrippen"].includes(this.kind)) items.unshift(this.card(answer.kaart, shown, items));
    if (!hits.length) items.push(this.nothing(answer.bedoelde));
    this.list.replaceChildren(...items);
    this.status.textContent = hits.length === 1 ? "1 pagina gevonden" : `${hits.length >= 50 ? "Meer dan 50" : hits.length} pagina's gevonden`;
  }

  /**
   * Only the pages in which every quoted phrase stands.
   * @param {Motor} engine
   * @param {import("./zoek/motor.js").Answer} answer
   */
  async withPhrases(engine, answer) {
    const kept = [];
    for (const hit of answer.hits) {
      const parts = await sections(engine, hit.nr);
      const whole = fold([hit.titel, ...parts.map(([, heading, text]) => `${heading} ${text}`)].join(" "));
      if (answer.zinnen.every((phrase) => whole.includes(phrase))) kept.push(hit);
    }
    return kept;
  }

  /** @param {Record<string, number>} counts - hits per kind */
  showFacets(counts) {
    this.facets.hidden = false;
    const buttons = KINDS.map(([id, name, kinds]) => {
      const count = Object.entries(counts).reduce((sum, [kind, one]) => sum + (!kinds.length || kinds.includes(kind) ? one : 0), 0);
      const button = make("button", "kw-zoek-soort", `${name} (${count})`);
      button.setAttribute("type", "button");
      button.setAttribute("aria-pressed", String(id === this.kind));
      button.addEventListener("click", () => {
        this.kind = id;
        this.run().then(() => /** @type {HTMLElement} */ (this.facets.querySelector("[aria-pressed=true]")).focus());
      });
      return button;
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
    const item = make("li", "kw-zoek-kaart kw-soort--begrip");
    const link = make("a", "kw-zoek-link", card.titel);
    link.setAttribute("href", this.address(card.uri));
    const senses = card.concepties > 1 ? `begrip, ${card.concepties} betekenissen` : "begrip";
    item.append(link, make("span", "kw-zoek-soortnaam", senses), make("p", "kw-zoek-tekst", card.definitie));
    return item;
  }

  /**
   * @param {Motor} engine
   * @param {import("./zoek/motor.js").Hit} hit
   */
  item(engine, hit) {
    const item = make("li", `kw-zoek-item kw-soort--${hit.soort}`);
    const link = make("a", "kw-zoek-link");
    link.setAttribute("href", this.address(hit.uri, "", hit.sleutels));
    link.append(...marked(hit.titel, hit.sleutels));
    const via = hit.via && !fold(hit.titel).includes(fold(hit.via)) ? `, gevonden via ${hit.via}` : "";
    item.append(link, make("span", "kw-zoek-soortnaam", `${NAMES[hit.soort] ?? ""}${via}`));
    sections(engine, hit.nr).then((parts) => this.places(item, hit, parts));
    return item;
  }

  /**
   * The places on a page where the words stand: a piece of text, and links to other sections.
   * @param {HTMLElement} item
   * @param {import("./zoek/motor.js").Hit} hit
   * @param {[string, string, string][]} parts
   */
  places(item, hit, parts) {
    const keys = new Set(hit.sleutels);
    const counted = parts
      .map(([anchor, heading, text]) => ({ anchor, heading, text, found: new Set(words(`${heading} ${text}`).map(stem).filter((key) => keys.has(key))).size }))
      .filter((part) => part.found)
      .sort((a, b) => b.found - a.found);
    if (counted[0]) {
      const line = make("p", "kw-zoek-tekst");
      line.append(...marked(excerpt(counted[0].text || parts[0][2], keys), hit.sleutels));
      item.append(line);
    }
    const more = counted.filter((part) => part.anchor && part.heading).slice(0, 3);
    if (more.length) {
      const line = make("p", "kw-zoek-plekken");
      for (const part of more) {
        const link = make("a", "", part.heading);
        link.setAttribute("href", this.address(hit.uri, part.anchor, hit.sleutels));
        line.append(link, " ");
      }
      item.append(line);
    }
  }

  /** @param {string} suggestion */
  nothing(suggestion) {
    const item = make("li", "kw-zoek-leeg");
    item.append(make("p", "", "Niets gevonden."));
    if (suggestion) {
      const button = make("button", "kw-zoek-soort", `Bedoelde je ${suggestion}?`);
      button.setAttribute("type", "button");
      button.addEventListener("click", () => {
        this.input.value = suggestion;
        this.kind = "alles";
        this.input.focus();
        this.run();
      });
      item.append(button);
    }
    const link = make("a", "", "Bekijk alle begrippen");
    link.setAttribute("href", this.address("begrippen/index.md"));
    item.append(make("p", "", ""), link);
    return item;
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

  /**
   * The address of a page; `keys` are highlighted there.
   * @param {string} uri
   * @param {string} anchor
   * @param {string[]} keys
   */
  address(uri, anchor = "", keys = []) {
    const end = this.box.dataset.adres === "html" ? ".html" : "/";
    const path = uri.replace(/(^|\/)index\.md$/, end === "/" ? "$1" : "$1index.html").replace(/\.md$/, end);
    const url = new URL(path || ".", this.base);
    if (keys.length) url.searchParams.set("h", keys.join(" "));
    url.hash = anchor;
    return url.href;
  }
}

/**
 * An element with a class and text.
 * @param {string} tag
 * @param {string} [name]
 * @param {string} [text]
 */
function make(tag, name = "", text = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  return element;
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
    return key && wanted.has(key) && !STOP.has(fold(piece)) ? make("mark", "", piece) : piece;
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
  start = Math.max(0, start - 6);
  const cut = pieces.slice(start, start + 28).join(" ");
  return (start ? "… " : "") + cut + (start + 28 < pieces.length ? " …" : "");
}
