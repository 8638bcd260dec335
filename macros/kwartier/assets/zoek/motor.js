// The search engine: from a question to ranked pages. It knows nothing of the screen, so it also runs in Node for tests.
//
// Each word of the question stands for a set of search keys with a weight: the key itself, other names of the term that it
// belongs to, keys that begin or end with it, the parts of which it is a compound. A word that nothing resembles is first
// put right (slips of the finger). A page scores per word by its best key; pages with all that was asked come first.

import { STOP, fold, stem, words } from "./woord.js";

/** How much a key counts, by how it came from the word that was asked. */
const EXACT = 1; //    the word itself, in any inflection
const JOINED = 0.95; // two words of the question as one: mantel zorg
const RIGHTED = 0.9; // the word after undoing a slip: manterlzorg
const SYNONYM = 0.75; // another name of the same term: leercirkel for community of practice
const VERB = 0.7; //   with or without the t of a verb: levert, leveren
const PREFIX = 0.6; // the beginning of a longer word: keukentafel in keukentafelgesprek
const TAIL = 0.55; //  its end: redzaamheid in samenredzaamheid
const PARTS = 0.5; //  the words of a compound, apart: hulp bij schulden for schuldhulp
const INSIDE = 0.4; // somewhere in a longer word
const KIN = 0.3; //    words with the same long beginning: reflecteren, reflectie
const OTHER = 0.45; // other candidates for a word with a slip

/** From this weight in the postings the page is called so (title, or a name of its term); see search.py. */
const NAMED = 16;

/** How soon more of the same word on a page stops to count. */
const SATURATION = 3;

/** Pages with only some of the words are shown until there are this many. */
const ENOUGH = 30;

/** Prefixes that Dutch verbs let go of: oplevert, levert het op. */
const LOOSE = ["aan", "af", "bij", "in", "mee", "na", "om", "op", "over", "toe", "uit", "voor"];

/**
 * @typedef {{v: number, docs: [string, string, string, number][], begrippen: [number, string[], string, number][],
 *   vraagwoorden: string[], bijzaak: string[], lengte: number[], woorden?: Record<string, number[]>, sleutels?: string, delen?: string[]}} IndexData
 * @typedef {{nr: number, uri: string, titel: string, soort: string, score: number, sleutels: string[], via: string,
 *   letterlijk: boolean, definitie?: string}} Hit
 * @typedef {{nr: number, uri: string, titel: string, definitie: string, concepties: number}} Card
 * @typedef {{hits: Hit[], kaart: Card | null, aantallen: Record<string, number>, bedoelde: string, zinnen: string[], verbeterd: string[]}} Answer
 * @typedef {{gewicht: number, via: string}} Reason
 * @typedef {{sleutels: Map<string, Reason>, delen: Map<string, Reason>[], naam: string}} Word - the keys of a word, and those of its
 *   parts, or of the words of the term that it is another name of
 * @typedef {{asked: string[], keys: string[], words: Word[], zinnen: string[], verbeterd: string[]}} Question
 */

/**
 * An engine on the contents of zoek/index.json.
 * @param {IndexData} data
 * @param {(number: number) => Promise<Record<string, number[]>>} [fetchPart] - fetch zoek/woorden-N.json, when the index has parts
 */
export function motor(data, fetchPart) {
  /** @type {Map<number, Promise<void>>} */
  const fetched = new Map();
  const postingsOf = new Map(Object.entries(data.woorden ?? {}));
  const allKeys = data.sleutels ? data.sleutels.split(" ") : [...postingsOf.keys()];
  const known = new Set(allKeys);
  const vraagwoorden = new Set(data.vraagwoorden);
  /** All keys in one string, which is the fastest way to look inside them. */
  const line = `\n${allKeys.join("\n")}\n`;
  /** @type {Map<number, [string, number][]>} the keys by length, each with the set of its letters */
  const byLength = new Map();
  for (const key of allKeys) {
    const list = byLength.get(key.length) ?? [];
    list.push([key, letters(key)]);
    byLength.set(key.length, list);
  }
  const mean = data.lengte.reduce((sum, one) => sum + one, 0) / (data.lengte.length || 1);
  /** How much a long page needs a word more often. */
  const long = Float32Array.from(data.lengte, (length) => SATURATION * (0.6 + 0.4 * (length / mean)));
  /** @type {Map<string, Set<number>>} the pages by their title: as it is, as keys, and written as one word */
  const titles = new Map();
  const titleKeys = data.docs.map(([, title], number) => {
    const keys = keysOf(title);
    for (const name of [words(title).join(" "), keys.join(" "), words(title).join("")]) {
      titles.set(name, (titles.get(name) ?? new Set()).add(number));
    }
    return keys;
  });
  /** @type {Map<number, string>} the definition of a term by the number of its page */
  const definitions = new Map(data.begrippen.map(([page, , definition]) => [page, definition]));
  /** @type {Map<string, number>} per form of a term (its keys) the number of the term */
  const numberOf = new Map();
  data.begrippen.forEach(([, forms], number) => {
    for (const form of forms) {
      const keys = keysOf(form);
      for (const name of [keys.join(" "), words(form).join("")]) if (name && !numberOf.has(name)) numberOf.set(name, number);
    }
  });

  return { antwoord, zoek, bijzaak: new Set(data.bijzaak) };

  /**
   * Answer a question, after fetching the parts of the index that it needs.
   * @param {string} question
   * @param {{soorten?: string[] | null, hoeveel?: number}} [options]
   * @returns {Promise<Answer>}
   */
  async function antwoord(question, options = {}) {
    if (fetchPart && data.delen) {
      const needed = new Set(understand(question).words.flatMap((word) => [word.sleutels, ...word.delen].flatMap((set) => [...set.keys()].map((key) => partOf(key)))));
      await Promise.all([...needed].map((number) => {
        const coming = fetched.get(number) ?? fetchPart(number).then((part) => Object.entries(part).forEach(([key, list]) => postingsOf.set(key, list)));
        fetched.set(number, coming);
        return coming;
      }));
    }
    return zoek(question, options);
  }

  /** @param {string} key */
  function partOf(key) {
    const firsts = data.delen ?? [];
    return Math.max(0, firstAfter(firsts, (first) => first > key) - 1);
  }

  /**
   * Answer a question from what is at hand.
   * @param {string} question
   * @param {{soorten?: string[] | null, hoeveel?: number}} [options] - kinds to show (all without), and how many hits
   * @returns {Answer}
   */
  function zoek(question, { soorten = null, hoeveel = 50 } = {}) {
    const read = understand(question);
    const { zinnen, verbeterd } = read;
    if (!read.words.length) return { hits: [], kaart: null, aantallen: {}, bedoelde: "", zinnen, verbeterd };
    const found = score(read.words);
    lift(found, read);
    /** @type {Record<string, number>} */
    const aantallen = {};
    /** @type {Hit[]} */
    const hits = [];
    const ranked = found.pages.sort((a, b) => found.score[b] - found.score[a] || a - b);
    const most = ranked.reduce((highest, nr) => Math.max(highest, found.covered[nr]), 0);
    for (const [rank, nr] of ranked.entries()) {
      if (found.covered[nr] < most - 0.01 && rank >= ENOUGH) continue;
      const soort = data.docs[nr][2];
      aantallen[soort] = (aantallen[soort] ?? 0) + 1;
      if (hits.length < hoeveel && (!soorten || soorten.includes(soort))) hits.push(hit(nr, found, read));
    }
    return { hits, kaart: card(read), aantallen, bedoelde: hits.length ? "" : suggest(read.asked), zinnen, verbeterd };
  }

  /**
   * A page as a result, with the keys that made it one.
   * @param {number} nr
   * @param {Found} found
   * @param {Question} read
   * @returns {Hit}
   */
  function hit(nr, found, read) {
    const [uri, titel, soort] = data.docs[nr];
    const reasons = found.words.flatMap((best) => (best.score[nr] ? [best.reasons[best.why[nr]]] : []));
    const sleutels = [...new Set(reasons.length ? reasons.flatMap(({ key }) => key.split(" ")) : read.keys)];
    const via = reasons.find((reason) => reason.via)?.via ?? "";
    return { nr, uri, titel, soort, score: found.score[nr], sleutels, via, letterlijk: !reasons.length || reasons.some(({ gewicht }) => gewicht >= RIGHTED), definitie: definitions.get(nr) };
  }

  /**
   * Understand a question: its words, each with the search keys that it stands for.
   * @param {string} question
   * @returns {Question}
   */
  function understand(question) {
    const zinnen = [...question.matchAll(/["“”„]([^"“”„]{2,})["“”„]/g)].map((match) => words(match[1]).join(" "));
    const asked = words(question);
    const open = /[\p{L}\p{N}]$/u.test(question) ? asked.length - 1 : -1; // the reader may still be typing this word
    /** @type {string[]} */
    const verbeterd = [];
    const terms = termsIn(asked);
    const meant = meaningful(asked, vraagwoorden);
    /** @type {Word[]} */
    const list = [];
    const keys = [];
    for (const at of meant) {
      const { word, key, righted } = expand(asked[at], terms.get(at) ?? [], at === open);
      for (const [a, b] of [[at - 1, at], [at, at + 1]]) {
        if (!asked[a] || !asked[b]) continue;
        for (const joined of [asked[a] + asked[b], `${asked[a]}s${asked[b]}`].map(stem)) put(word.sleutels, joined, JOINED);
      }
      list.push(word);
      keys.push(key);
      if (righted) verbeterd.push(righted);
    }
    return { asked, keys, words: list, zinnen, verbeterd };
  }

  /**
   * The other names of the terms that stand in a question, by the place of each word of such a term.
   * @param {string[]} asked
   * @returns {Map<number, {sleutels: string[][], naam: string, alleen: boolean}[]>}
   */
  function termsIn(asked) {
    const found = new Map();
    for (let start = 0; start < asked.length; start++) {
      for (let end = Math.min(asked.length, start + 5); end > start; end--) {
        const number = numberOf.get(asked.slice(start, end).map(stem).join(" "));
        if (number === undefined) continue;
        const [doc, forms] = data.begrippen[number];
        const term = { sleutels: forms.map(keysOf), naam: data.docs[doc][1], alleen: end - start === 1 };
        for (let at = start; at < end; at++) found.set(at, [...(found.get(at) ?? []), term]);
        break;
      }
    }
    return found;
  }

  /**
   * Give a set a key with a weight, when pages have that key and no better reason is known.
   * @param {Map<string, Reason>} set
   * @param {string} key
   * @param {number} gewicht
   * @param {string} [via] - the name of the term, when the key is another name of it
   */
  function put(set, key, gewicht, via = "") {
    if (known.has(key) && (set.get(key)?.gewicht ?? 0) < gewicht) set.set(key, { gewicht, via });
  }

  /**
   * The search keys that a word of the question stands for; its key, put right when nothing is like it.
   * @param {string} token - a folded word
   * @param {{sleutels: string[][], naam: string, alleen: boolean}[]} terms
   * @param {boolean} open - whether the reader may still be typing this word
   * @returns {{word: Word, key: string, righted: string}}
   */
  function expand(token, terms, open) {
    const own = stem(token);
    /** @type {Map<string, Reason>} */
    const set = new Map();
    put(set, own, EXACT);
    for (const { sleutels, naam } of terms) {
      for (const name of sleutels) if (name.length === 1) put(set, name[0], SYNONYM, naam);
    }
    addVerb(set, own);
    addLonger(set, own, open);
    if (open && token !== own && token.length >= 4) for (const key of startingWith(token)) put(set, key, PREFIX);
    const strong = [...set.values()].some(({ gewicht }) => gewicht >= TAIL && gewicht !== VERB);
    const term = terms.find(({ sleutels, alleen }) => alleen && sleutels[0].length > 1); // leercirkel: community of practice
    const delen = (term ? term.sleutels[0] : compound(own)).map((part) => {
      /** @type {Map<string, Reason>} */
      const keys = new Map();
      put(keys, part, EXACT);
      if (term) return keys;
      addLonger(keys, part, false);
      addKin(keys, part);
      return keys;
    });
    let key = own, righted = "";
    if (!strong && !delen.length) {
      const [best, ...others] = near(own);
      if (best) {
        [key, righted] = [best, best];
        put(set, best, RIGHTED);
        addLonger(set, best, false, RIGHTED);
        for (const other of others) put(set, other, OTHER);
        const meant = numberOf.get(best);
        if (meant !== undefined) for (const form of data.begrippen[meant][1].map(keysOf)) if (form.length === 1) put(set, form[0], SYNONYM * RIGHTED);
      }
    }
    addKin(set, own);
    return { word: { sleutels: set, delen, naam: term?.naam ?? "" }, key, righted };
  }

  /**
   * Forms of a verb: with and without its t, and without a prefix that it lets go of.
   * @param {Map<string, Reason>} set
   * @param {string} own
   */
  function addVerb(set, own) {
    if (own.length >= 5 && own.endsWith("t")) put(set, own.slice(0, -1), VERB);
    if (own.length >= 4) put(set, `${own}t`, VERB);
    for (const loose of LOOSE) {
      const rest = own.slice(loose.length);
      if (own.startsWith(loose) && rest.length >= 5) for (const key of [rest, rest.replace(/t$/, "")]) put(set, key, INSIDE);
    }
  }

  /**
   * Longer keys that begin or end with a key, or hold it.
   * @param {Map<string, Reason>} set
   * @param {string} own
   * @param {boolean} open
   * @param {number} [times]
   */
  function addLonger(set, own, open, times = 1) {
    const closed = own.replace(/(?<=[^aeiouy])([aeou])(?=[^aeiouy]$)/, "$1$1"); // as inside a compound: vrag(en), vraagverlegenheid
    if (closed !== own) addLonger(set, closed, open, times);
    if (own.length < 3) {
      if (open && own.length === 2) for (const key of startingWith(own)) put(set, key, KIN);
      return;
    }
    for (let at = line.indexOf(own); at >= 0; at = line.indexOf(own, at + 1)) {
      const begins = line[at - 1] === "\n", ends = line[at + own.length] === "\n";
      if (begins && ends) continue;
      const weight = begins ? (open ? PREFIX : PREFIX * 0.8) : ends && own.length >= 4 ? TAIL : own.length >= 5 ? INSIDE : 0;
      if (weight) put(set, line.slice(line.lastIndexOf("\n", at) + 1, line.indexOf("\n", at)), weight * times);
    }
  }

  /**
   * Keys with the same long beginning.
   * @param {Map<string, Reason>} set
   * @param {string} own
   */
  function addKin(set, own) {
    if (own.length >= 7) for (const kin of startingWith(own.slice(0, Math.max(6, Math.floor(own.length * 0.7))))) put(set, kin, KIN);
  }

  /**
   * The keys that begin so.
   * @param {string} start
   */
  function startingWith(start) {
    const from = firstAfter(allKeys, (key) => key >= start);
    let to = from;
    while (to < allKeys.length && allKeys[to].startsWith(start)) to++;
    return allKeys.slice(from, to);
  }

  /**
   * The known words that a compound is made of: schuldhulpverlening gives schuld, hulpverlening.
   * @param {string} key
   * @returns {string[]}
   */
  function compound(key) {
    if (key.length < 8) return [];
    /** @type {string[]} */
    let best = [];
    const split = (/** @type {string} */ rest, /** @type {string[]} */ done) => {
      if (!rest) {
        if (done.length > 1 && (!best.length || done.length < best.length)) best = done;
        return;
      }
      if (done.length >= (best.length ? best.length - 1 : 3)) return;
      for (let end = rest.length; end >= 4; end--) {
        const piece = stem(rest.slice(0, end));
        if (end === key.length || !known.has(piece)) continue;
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
   * Keys that differ by one or two letters, a swap of neighbours included; the most likely first: same first letter, on most pages.
   * @param {string} key
   * @returns {string[]}
   */
  function near(key) {
    let most = key.length >= 8 ? 2 : key.length >= 4 ? 1 : 0;
    if (!most) return [];
    /** @type {string[]} */
    let found = [];
    const mine = letters(key);
    for (let length = key.length - most; length <= key.length + most; length++) {
      for (const [other, theirs] of byLength.get(length) ?? []) {
        if (bits(mine ^ theirs) > 2 * most) continue;
        const distance = slips(key, other, most);
        if (distance < most) [most, found] = [distance, [other]];
        else if (distance === most) found.push(other);
      }
    }
    const likely = (/** @type {string} */ other) => (other[0] === key[0] ? 2 : 0) + (numberOf.has(other) || titles.has(other) ? 1 : 0);
    return found.sort((a, b) => likely(b) - likely(a) || (postingsOf.get(b)?.length ?? 0) - (postingsOf.get(a)?.length ?? 0)).slice(0, 4);
  }

  /**
   * Score pages: per word the best key (its weight, how rare the word is, how much it says about the page), and how much of
   * the question a page covers, counted by how rare its words are.
   * @param {Word[]} asked
   * @returns {Found}
   */
  function score(asked) {
    const total = data.docs.length;
    const found = new Found(total, asked.map((word) => best(word)));
    let all = 0;
    for (const { pages, score, why, named, reasons } of found.words) {
      let strong = 0;
      for (const page of pages) if (reasons[why[page]].gewicht >= KIN) strong += 1;
      const rare = Math.log(1 + (total - strong + 0.5) / (strong + 0.5));
      all += rare;
      for (const page of pages) {
        const { gewicht } = reasons[why[page]];
        found.add(page, score[page] * rare, rare * (gewicht >= KIN ? 1 : 0.5), named[page] ? rare * gewicht : 0);
      }
    }
    for (const page of found.pages) {
      const covered = (found.covered[page] /= all), named = found.named[page] / all;
      const short = Math.min(1, asked.length / titleKeys[page].length); // a title of just these words says more than a long one
      found.score[page] *= covered ** 2 * (1 + named ** 2 * (0.5 + 0.5 * short)) * (data.docs[page][3] / 100);
    }
    return found;
  }

  /**
   * Per page the best key of a word. For a compound that is not on a page its parts stand in, best when the page has them all.
   * @param {Word} word
   * @returns {Best}
   */
  function best(word) {
    const best = bestOf(word.sleutels);
    if (!word.delen.length) return best;
    const parts = word.delen.map((part) => bestOf(part));
    const share = word.naam ? SYNONYM : word.sleutels.size ? PARTS : RIGHTED; // the compound itself stands nowhere: then its parts are what was meant
    for (const page of parts[0].pages) {
      const some = parts.filter((part) => part.score[page]);
      const whole = some.length === parts.length;
      if (word.naam && !whole) continue;
      const mean = some.reduce((sum, part) => sum + part.score[page], 0) / parts.length;
      const key = some.map((part) => part.reasons[part.why[page]].key).join(" ");
      const why = best.reasons.push({ key, gewicht: whole ? share * 0.9 : KIN * 0.9, via: word.naam }) - 1;
      best.offer(page, share * mean * (whole ? 1 : 0.3), why, whole && some.every((part) => part.named[page]));
    }
    return best;
  }

  /**
   * @param {Map<string, Reason>} set
   * @returns {Best}
   */
  function bestOf(set) {
    const best = new Best(data.docs.length);
    for (const [key, reason] of set) {
      const why = best.reasons.push({ key, ...reason }) - 1;
      const packed = postingsOf.get(key) ?? [];
      for (let at = 0, page = 0; at < packed.length; at += 2) {
        page += packed[at];
        const weight = packed[at + 1];
        best.offer(page, (reason.gewicht * weight * (SATURATION + 1)) / (weight + long[page]), why, weight >= NAMED);
      }
    }
    return best;
  }

  /**
   * Put the page first whose title is the question, then the page of the term that the question is a name of, and lift titles
   * that begin with the question.
   * @param {Found} found
   * @param {Question} read
   */
  function lift(found, { asked, keys }) {
    const names = [asked.join(" "), asked.map(stem).join(" "), keys.join(" "), asked.join("")];
    const raise = (/** @type {number} */ page, /** @type {number} */ points) => {
      found.add(page, points * (data.docs[page][3] / 100), 0, 0);
      found.covered[page] = 1;
    };
    if (keys.join("").length >= 4) {
      for (const page of found.pages) if (found.named[page] && keys.every((key, at) => titleKeys[page][at] === key)) found.score[page] *= 1.3;
    }
    const titled = titles.get(names[0]) ?? new Set();
    const almost = new Set(names.flatMap((name) => [...(titles.get(name) ?? [])]));
    for (const page of almost) raise(page, titled.has(page) ? 1000 : 100);
    const term = termOf(names);
    if (term !== undefined) raise(data.begrippen[term][0], 150);
  }

  /**
   * The term that one of these names belongs to.
   * @param {string[]} names
   */
  function termOf(names) {
    for (const name of names) if (numberOf.has(name)) return numberOf.get(name);
    return undefined;
  }

  /**
   * The card of the term that the question is a name of; not when another page has the question as its title.
   * @param {Question} read
   * @returns {Card | null}
   */
  function card({ asked, keys }) {
    const number = termOf([asked.map(stem).join(" "), keys.join(" "), asked.join("")]);
    if (number === undefined) return null;
    const [nr, , definitie, concepties] = data.begrippen[number];
    const titled = titles.get(asked.join(" "));
    if (titled && !titled.has(nr)) return null;
    const [uri, titel] = data.docs[nr];
    return { nr, uri, titel, definitie, concepties };
  }

  /**
   * The title or name of a term that looks most like what was asked.
   * @param {string[]} tokens
   */
  function suggest(tokens) {
    const asked = tokens.join(" ");
    let best = "", least = Math.max(3, Math.floor(asked.length * 0.45));
    const names = [...data.docs.map(([, title]) => title), ...data.begrippen.flatMap(([, forms]) => forms)];
    for (const name of names) {
      const distance = slips(asked, fold(name), least);
      if (distance < least) [best, least] = [name, distance];
    }
    return best;
  }
}

/** The best reason for each page to be an answer to one word. */
class Best {
  /** @param {number} total - how many pages there are */
  constructor(total) {
    this.score = new Float32Array(total);
    this.why = new Int32Array(total);
    this.named = new Uint8Array(total);
    /** @type {number[]} */
    this.pages = [];
    /** @type {(Reason & {key: string})[]} */
    this.reasons = [];
  }

  /**
   * @param {number} page
   * @param {number} score
   * @param {number} why - place in the reasons
   * @param {boolean} named - whether the page is called so
   */
  offer(page, score, why, named) {
    if (score <= this.score[page]) return;
    if (!this.score[page]) this.pages.push(page);
    this.score[page] = score;
    this.why[page] = why;
    this.named[page] = named ? 1 : 0;
  }
}

/** The pages that answer a question, with their score, the share of the question that they cover, and the share in their names. */
class Found {
  /**
   * @param {number} total
   * @param {Best[]} words
   */
  constructor(total, words) {
    this.words = words;
    this.score = new Float32Array(total);
    this.covered = new Float32Array(total);
    this.named = new Float32Array(total);
    /** @type {number[]} */
    this.pages = [];
  }

  /**
   * @param {number} page
   * @param {number} score
   * @param {number} covered
   * @param {number} named
   */
  add(page, score, covered, named) {
    if (!this.score[page]) this.pages.push(page);
    this.score[page] += score;
    this.covered[page] += covered;
    this.named[page] += named;
  }
}

/**
 * The places of the words that say what is asked: without stop words and words that frame a question, unless nothing is left.
 * @param {string[]} asked
 * @param {Set<string>} frame
 * @returns {number[]}
 */
function meaningful(asked, frame) {
  const all = asked.map((_, at) => at);
  const solid = all.filter((at) => !STOP.has(asked[at]));
  const kept = solid.filter((at) => !frame.has(asked[at]));
  return kept.length ? kept : solid.length ? solid : all;
}

/**
 * The search keys of a text, stop words included when there is nothing else.
 * @param {string} text
 */
function keysOf(text) {
  const all = words(text);
  const solid = all.filter((word) => !STOP.has(word));
  return (solid.length ? solid : all).map(stem);
}

/**
 * The place of the first item for which a question is true, in a list where it stays true; its length when there is none.
 * @template T
 * @param {T[]} list
 * @param {(item: T) => boolean} test
 */
function firstAfter(list, test) {
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(list[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The set of letters of a word, as bits: words with very different letters need no closer look.
 * @param {string} word
 */
function letters(word) {
  let set = 0;
  for (let at = 0; at < word.length; at++) set |= 1 << (word.charCodeAt(at) & 31);
  return set;
}

/** @param {number} set */
function bits(set) {
  let count = 0;
  for (; set; set &= set - 1) count++;
  return count;
}

/**
 * Number of slips between two words (insert, drop, change, swap of neighbours), or more than `most` when there are more:
 * the restricted Damerau-Levenshtein distance, with an early end.
 * @param {string} a
 * @param {string} b
 * @param {number} most
 */
function slips(a, b, most) {
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
