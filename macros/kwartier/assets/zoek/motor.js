// The search engine: from a question to ranked pages. It knows nothing of the screen, so it also runs in Node for tests.
//
// Each word of the question becomes a set of search keys with a weight: the key itself, other names of the term that it belongs
// to, keys that begin with it, compounds that hold it, the parts of which it is a compound, and, when nothing else is near,
// keys that differ by a slip of the finger. A page scores for each word by its best key; pages with all words come first.

import { STOP, fold, stem, words } from "./woord.js";

const EXACT = 1, SYNONYM = 0.75, PREFIX = 0.6, TAIL = 0.55, INSIDE = 0.4, PART = 0.45, TYPO = 0.35;

/** Pages with only some of the words are shown until there are this many. */
const ENOUGH = 30;

/**
 * @typedef {{v: number, per: number, docs: [string, string, string][], begrippen: [number, string[], string, number][],
 *   lengte: number[], woorden: Record<string, number[]>}} IndexData
 * @typedef {{nr: number, uri: string, titel: string, soort: string, score: number, sleutels: string[], via: string}} Hit
 * @typedef {{nr: number, uri: string, titel: string, definitie: string, concepties: number}} Card
 * @typedef {{hits: Hit[], kaart: Card | null, aantallen: Record<string, number>, bedoelde: string, zinnen: string[]}} Answer
 */

export class Motor {
  /** @param {IndexData} data - the contents of zoek/index.json */
  constructor(data) {
    this.data = data;
    this.keys = Object.keys(data.woorden);
    /** @type {Map<string, [number, number][]>} */
    this.opened = new Map();
    this.meanLength = data.lengte.reduce((sum, one) => sum + one, 0) / (data.lengte.length || 1);
    this.titles = data.docs.map(([, title]) => fold(title));
    this.titleKeys = this.titles.map((title) => keysOf(title).join(" "));
    /** @type {Map<string, number>} per form of a term (its keys) the number of the term */
    this.forms = new Map();
    data.begrippen.forEach(([, forms], number) => {
      for (const form of forms) {
        const key = keysOf(form).join(" ");
        if (key && !this.forms.has(key)) this.forms.set(key, number);
      }
    });
  }

  /**
   * Answer a question.
   * @param {string} question
   * @param {{soorten?: string[] | null, hoeveel?: number}} [options] - kinds to show (all without), and how many hits
   * @returns {Answer}
   */
  zoek(question, { soorten = null, hoeveel = 50 } = {}) {
    const phrases = [...question.matchAll(/["“”]([^"“”]{2,})["“”]/g)].map((match) => fold(match[1].trim()));
    const asked = words(question);
    const meaningful = asked.filter((word) => !STOP.has(word));
    const tokens = meaningful.length ? meaningful : asked;
    if (!tokens.length) return { hits: [], kaart: null, aantallen: {}, bedoelde: "", zinnen: phrases };
    const terms = this.termsIn(asked);
    const last = /\s$/.test(question) ? -1 : tokens.length - 1;
    const sets = tokens.map((token, number) => this.expand(token, terms.get(token) ?? [], number === last));
    const found = this.score(sets);
    this.addTitles(found, asked.join(" "), keysOf(question).join(" "), tokens.length);
    const card = this.card(asked);
    /** @type {Record<string, number>} */
    const counts = {};
    /** @type {Hit[]} */
    const hits = [];
    const ranked = [...found.entries()].sort((a, b) => b[1].score - a[1].score || a[0] - b[0]);
    const most = Math.max(0, ...ranked.map(([, hit]) => hit.words));
    for (const [rank, [nr, hit]] of ranked.entries()) {
      if (hit.words < most && rank >= ENOUGH) break;
      const [uri, titel, soort] = this.data.docs[nr];
      counts[soort] = (counts[soort] ?? 0) + 1;
      if (soorten && !soorten.includes(soort)) continue;
      if (hits.length < hoeveel) hits.push({ nr, uri, titel, soort, score: hit.score, sleutels: [...hit.keys], via: hit.via });
    }
    return { hits, kaart: card, aantallen: counts, bedoelde: hits.length ? "" : this.suggest(tokens), zinnen: phrases };
  }

  /**
   * The other names of the terms that stand in a question, for each word of such a term.
   * @param {string[]} asked
   * @returns {Map<string, {sleutels: string[][], naam: string}[]>}
   */
  termsIn(asked) {
    const found = new Map();
    for (let start = 0; start < asked.length; start++) {
      for (let end = Math.min(asked.length, start + 5); end > start; end--) {
        const number = this.forms.get(asked.slice(start, end).map(stem).join(" "));
        if (number === undefined) continue;
        const [doc, forms] = this.data.begrippen[number];
        const names = forms.map((form) => keysOf(form));
        for (const word of asked.slice(start, end)) {
          found.set(word, [...(found.get(word) ?? []), { sleutels: names, naam: this.data.docs[doc][1] }]);
        }
        break;
      }
    }
    return found;
  }

  /**
   * The search keys that a word of the question stands for, each with its weight and, for another name, that name.
   * @param {string} token - a folded word
   * @param {{sleutels: string[][], naam: string}[]} terms
   * @param {boolean} open - whether the reader may still be typing this word
   * @returns {Map<string, {gewicht: number, via: string}>}
   */
  expand(token, terms, open) {
    /** @type {Map<string, {gewicht: number, via: string}>} */
    const set = new Map();
    const add = (/** @type {string} */ key, /** @type {number} */ weight, via = "") => {
      const known = set.get(key);
      if (this.data.woorden[key] && (!known || known.gewicht < weight)) set.set(key, { gewicht: weight, via });
    };
    const own = stem(token);
    add(own, EXACT);
    for (const { sleutels, naam } of terms) {
      for (const name of sleutels) if (name.length === 1) add(name[0], SYNONYM, naam);
    }
    if (own.length >= 3) {
      for (const key of this.keys) {
        if (key === own || key.length <= own.length) continue;
        if (key.startsWith(own)) add(key, open ? PREFIX : PREFIX * 0.8);
        else if (own.length >= 4 && key.endsWith(own)) add(key, TAIL);
        else if (own.length >= 5 && key.includes(own)) add(key, INSIDE);
      }
    }
    for (const part of this.parts(own)) add(part, PART);
    if (token !== own && token.length >= 4) for (const key of this.keys) if (key.startsWith(token)) add(key, PREFIX * 0.8);
    if (!set.size || (own.length >= 5 && Math.max(...[...set.values()].map((one) => one.gewicht)) < PREFIX)) {
      for (const [key, distance] of this.near(own)) add(key, TYPO / distance);
    }
    return set;
  }

  /**
   * The known words that a compound is made of: schuldhulpverlening gives schuld, hulpverlening.
   * @param {string} key
   * @returns {string[]}
   */
  parts(key) {
    if (key.length < 8) return [];
    /** @type {string[]} */
    let best = [];
    const split = (/** @type {string} */ rest, /** @type {string[]} */ done) => {
      if (!rest) {
        if (done.length > 1 && (!best.length || done.length < best.length)) best = done;
        return;
      }
      if (done.length > 3) return;
      for (let end = rest.length; end >= 4; end--) {
        const piece = stem(rest.slice(0, end));
        if (end === key.length || !this.data.woorden[piece]) continue;
        for (const glue of ["", "s", "en", "e", "n"]) {
          const next = rest.slice(end);
          if (next.startsWith(glue) && (next.length === glue.length || next.length - glue.length >= 4)) split(next.slice(glue.length), [...done, piece]);
        }
      }
    };
    split(key, []);
    return best;
  }

  /**
   * Keys that differ by one or two letters, a swap of neighbours included, nearest first.
   * @param {string} key
   * @returns {[string, number][]}
   */
  near(key) {
    const most = key.length >= 8 ? 2 : key.length >= 4 ? 1 : 0;
    if (!most) return [];
    /** @type {[string, number][]} */
    const found = [];
    for (const other of this.keys) {
      if (Math.abs(other.length - key.length) > most) continue;
      const distance = slips(key, other, most);
      if (distance <= most) found.push([other, distance]);
    }
    const closest = Math.min(...found.map(([, distance]) => distance));
    return found.filter(([, distance]) => distance === closest);
  }

  /**
   * The postings of a key as (page, weight) pairs.
   * @param {string} key
   * @returns {[number, number][]}
   */
  postings(key) {
    let list = this.opened.get(key);
    if (!list) {
      list = [];
      const packed = this.data.woorden[key] ?? [];
      for (let at = 0, page = 0; at < packed.length; at += 2) list.push([(page += packed[at]), packed[at + 1]]);
      this.opened.set(key, list);
    }
    return list;
  }

  /**
   * Score pages: per word the best key (its weight, how rare it is, how much it says about the page), and all words together.
   * @param {Map<string, {gewicht: number, via: string}>[]} sets
   */
  score(sets) {
    const total = this.data.docs.length;
    /** @type {Map<number, {score: number, words: number, keys: Set<string>, via: string}>} */
    const found = new Map();
    for (const set of sets) {
      /** @type {Map<number, {score: number, key: string, via: string}>} */
      const best = new Map();
      const pages = new Set([...set.keys()].flatMap((key) => this.postings(key).map(([page]) => page))).size;
      const rare = Math.log(1 + (total - pages + 0.5) / (pages + 0.5)); // of the word asked for, not of a rare compound of it
      for (const [key, { gewicht, via }] of set) {
        const list = this.postings(key);
        for (const [page, weight] of list) {
          const length = 0.6 + 0.4 * (this.data.lengte[page] / this.meanLength);
          const score = gewicht * rare * ((weight * 2.2) / (weight + 1.2 * length));
          const known = best.get(page);
          if (!known || known.score < score) best.set(page, { score, key, via: gewicht === EXACT ? "" : via });
        }
      }
      for (const [page, { score, key, via }] of best) {
        const hit = found.get(page) ?? { score: 0, words: 0, keys: new Set(), via: "" };
        hit.score += score;
        hit.words += 1;
        hit.keys.add(key);
        hit.via ||= via;
        found.set(page, hit);
      }
    }
    for (const hit of found.values()) hit.score *= (hit.words / sets.length) ** 3;
    return found;
  }

  /**
   * Lift pages whose title is the question, or begins with it, or holds all of its words.
   * @param {Map<number, {score: number, words: number, keys: Set<string>, via: string}>} found
   * @param {string} asked - the folded question
   * @param {string} askedKeys - its keys
   * @param {number} count - how many words count
   */
  addTitles(found, asked, askedKeys, count) {
    for (const [page, hit] of found) {
      const title = this.titles[page];
      const kind = this.data.docs[page][2];
      const overview = /^[^/]*\/?(?:index|kaart|studielast|een-woord-veel-betekenissen|mijn-leerdossier)\.md$/.test(this.data.docs[page][0]);
      const level = overview ? 0.5 : kind === "begrip" || kind === "module" ? 1.15 : kind === "les" ? 0.9 : 1;
      if (title === asked) hit.score = hit.score * 4 + 60 * level;
      else if (this.titleKeys[page] === askedKeys) hit.score = hit.score * 3 + 40 * level;
      else if (title.startsWith(asked) && asked.length >= 3) hit.score = hit.score * 1.6 + 4 * level;
      else if (count > 1 && askedKeys.split(" ").every((key) => ` ${this.titleKeys[page]} `.includes(` ${key} `))) hit.score *= 1.5;
      else hit.score *= level;
    }
    const term = this.forms.get(askedKeys);
    if (term !== undefined) {
      const page = this.data.begrippen[term][0];
      const hit = found.get(page) ?? { score: 0, words: count, keys: new Set(askedKeys.split(" ")), via: "" };
      hit.score += 50;
      found.set(page, hit);
    }
  }

  /**
   * The card of the term that the question is, or that is the longest in it.
   * @param {string[]} asked
   * @returns {Card | null}
   */
  card(asked) {
    const number = this.forms.get(asked.map(stem).join(" ")) ?? this.forms.get(asked.filter((word) => !STOP.has(word)).map(stem).join(" "));
    if (number === undefined) return null;
    const [nr, , definitie, concepties] = this.data.begrippen[number];
    const [uri, titel] = this.data.docs[nr];
    return { nr, uri, titel, definitie, concepties };
  }

  /**
   * The title or name of a term that looks most like what was asked.
   * @param {string[]} tokens
   */
  suggest(tokens) {
    const asked = tokens.join(" ");
    let best = "", least = Math.max(3, Math.floor(asked.length * 0.45));
    const names = [...this.data.docs.map(([, title]) => title), ...this.data.begrippen.flatMap(([, forms]) => forms)];
    for (const name of names) {
      const distance = slips(asked, fold(name), least);
      if (distance < least) [best, least] = [name, distance];
    }
    return best;
  }
}

/**
 * The search keys of a text, stop words included when there is nothing else.
 * @param {string} text
 */
export function keysOf(text) {
  const all = words(text);
  const meaningful = all.filter((word) => !STOP.has(word));
  return (meaningful.length ? meaningful : all).map(stem);
}

/**
 * Number of slips between two words (insert, drop, change, swap of neighbours), or more than `most` when there are more:
 * the restricted Damerau-Levenshtein distance, with an early end.
 * @param {string} a
 * @param {string} b
 * @param {number} most
 */
export function slips(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = /** @type {number[]} */ ([]);
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      next[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    [before, row] = [row, next];
  }
  return row[b.length];
}
