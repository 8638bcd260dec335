// What a learner made, kept on this device only: one entry of localStorage per item, so that two tabs do not overwrite
// each other and one damaged entry costs nothing else.
//
// Keys name items by their stable ids: les/MODULE/LES, zelftoets/MODULE, vraag/MODULE/VRAAG, notitie/MODULE/LES/KOP,
// invulling/INSTRUMENT/NUMMER, keuze/NAAM. The place of a site in its address is no part of them, so every
// academic-year version of a site finds the same data. Entries are never renamed: an item that moved is found under
// its former ids (verplaatst.json), and an older version of the site next to this one keeps finding it too.
//
// Formats. 1: everything in one entry `kwartier/SITE`, and files of that shape. 2: one entry per item with the time of
// its last change; a file holds them under `onderdelen`.

import { tell } from "./dom.js";

/** @typedef {{ gewijzigd: string, [field: string]: any }} Item */
/** @typedef {{ soort: string, formaat: number, site: string, onderdelen: Record<string, Item>, onleesbaar?: Record<string, string> }} Export */

export const FORMAT = 2;
const KIND = "kwartier-leerdossier";
const KINDS = new Set(["les", "zelftoets", "vraag", "notitie", "invulling", "keuze"]);
const ROOT = new URL("../../", import.meta.url);

/** The top of this version of the site. */
export const siteRoot = ROOT;

/** @type {Promise<Store> | undefined} */
let opened;

/** The one store of this page; rejects when the site's own data cannot be fetched. */
export function openStore() {
  opened ??= fetch(new URL("verplaatst.json", ROOT))
    .then((answer) => answer.json())
    .then((data) => new Store(data.site, data.verplaatst));
  return opened;
}

export class Store {
  /**
   * @param {string} site
   * @param {Record<string, string>} moved - former "kind/id" to the present one
   */
  constructor(site, moved) {
    this.site = site;
    this.moved = moved;
    this.prefix = `kwartier/${site}/`;
    /** @type {Map<string, Item>} what could not be kept on the device, and is still on this page */
    this.unkept = new Map();
    this.told = "";
    /** @type {Storage | null} */
    this.disk = null;
    try {
      this.disk = localStorage;
    } catch {
      this.disk = null;
    }
    this.readOnly = Number(this.disk?.getItem(`kwartier/${site}#formaat`) ?? 0) > FORMAT;
    this.salt = this.get("keuze/zout")?.waarde ?? Math.random().toString(36).slice(2);
    this.adoptFormat1();
  }

  /** Take over the one entry of format 1; it stays until all of it is kept in the new way. */
  adoptFormat1() {
    const name = `kwartier/${this.site}`;
    const raw = this.disk?.getItem(name);
    if (!raw || this.readOnly) return;
    const items = upgrade(parse(raw));
    if (!items) return;
    const kept = Object.entries(items).every(([key, item]) => this.get(key) || this.write(key, item));
    if (kept) this.disk?.removeItem(name);
  }

  /**
   * The present key of an item whose key was written when it had another id or place.
   * @param {string} key
   */
  present(key) {
    let [kind, ...ids] = key.split("/");
    for (let step = 0; step < 5; step += 1) {
      const whole = ["les", "notitie"].includes(kind) && this.moved[`les/${ids[0]}/${ids[1]}`];
      const first = this.moved[`${kind === "invulling" ? "instrument" : "module"}/${ids[0]}`];
      if (whole) ids.splice(0, 2, ...whole.split("/").slice(1));
      else if (first && kind !== "keuze") ids[0] = first.split("/")[1];
      else break;
    }
    return [kind, ...ids].join("/");
  }

  /** Every key that is kept on the device, as it was written. */
  written() {
    const names = this.disk ? Object.keys(this.disk) : [];
    return names.filter((name) => name.startsWith(this.prefix)).map((name) => name.slice(this.prefix.length));
  }

  /**
   * Every readable item by its present key; of two that became one the newest.
   * @returns {Map<string, Item>}
   */
  all() {
    const found = new Map();
    const add = (/** @type {string} */ key, /** @type {Item | null} */ item) => {
      const now = this.present(key);
      const known = found.get(now);
      if (item && (!known || item.gewijzigd > known.gewijzigd)) found.set(now, item);
    };
    for (const key of this.written()) add(key, readable(this.disk?.getItem(this.prefix + key)));
    for (const [key, item] of this.unkept) add(key, item);
    return found;
  }

  /**
   * @param {string} key - a present key
   * @returns {Item | null}
   */
  get(key) {
    const direct = this.unkept.get(key) ?? readable(this.disk?.getItem(this.prefix + key));
    return direct && !Object.keys(this.moved).length ? direct : (this.all().get(key) ?? null);
  }

  /**
   * Keep an item that the learner just made or changed; says so when that did not work.
   * @param {string} key
   * @param {Record<string, any>} fields
   */
  set(key, fields) {
    if (!this.disk?.getItem(this.prefix + "keuze/zout")) this.write("keuze/zout", stamp({ waarde: this.salt }));
    return this.write(key, stamp(fields));
  }

  /**
   * @param {string} key
   * @param {Item} item
   * @returns {boolean} whether it is on the device now
   */
  write(key, item) {
    this.unkept.set(key, item);
    if (this.readOnly) return this.warn("Dit dossier is gemaakt met een nieuwere versie van de site, dus hier verandert er niets aan.");
    if (!this.disk) return this.warn("Je browser bewaart niets op dit apparaat; zet je werk in een bestand voordat je weggaat.");
    const name = this.prefix + key;
    try {
      const old = this.disk.getItem(name);
      if (old && !readable(old)) this.disk.setItem(`${this.prefix}onleesbaar/${key}/${Date.now()}`, old);
      this.disk.setItem(name, JSON.stringify(item));
      this.disk.setItem(`kwartier/${this.site}#formaat`, String(FORMAT));
    } catch {
      return this.warn("De ruimte in je browser is vol: wat er stond is er nog, en wat je nu maakt bewaar je als bestand.");
    }
    this.unkept.delete(key);
    return true;
  }

  /**
   * Tell the learner once what is the matter.
   * @param {string} sentence
   */
  warn(sentence) {
    if (this.told !== sentence) tell(sentence);
    this.told = sentence;
    return false;
  }

  /**
   * Erase an item under every id that it ever had.
   * @param {string} key
   */
  remove(key) {
    if (this.readOnly) return;
    this.unkept.delete(key);
    for (const one of this.written()) {
      if (this.present(one) === key) this.disk?.removeItem(this.prefix + one);
    }
  }

  /** Erase everything of this site from this device. */
  clear() {
    if (this.readOnly) return;
    this.unkept.clear();
    for (const key of this.written()) this.disk?.removeItem(this.prefix + key);
    this.disk?.removeItem(`kwartier/${this.site}`);
    this.disk?.removeItem(`kwartier/${this.site}#formaat`);
  }

  /** Entries that cannot be read, as they stand on the device, by name. */
  damaged() {
    /** @type {Record<string, string>} */
    const found = {};
    for (const key of this.written()) {
      const raw = this.disk?.getItem(this.prefix + key) ?? "";
      if (!readable(raw)) found[key] = raw;
    }
    const old = this.disk?.getItem(`kwartier/${this.site}`);
    if (old && !upgrade(parse(old))) found[""] = old;
    return found;
  }

  /**
   * Everything as data for a file.
   * @param {(key: string) => boolean} [wanted]
   * @returns {Export}
   */
  export(wanted = () => true) {
    const items = [...this.all()].filter(([key]) => wanted(key) && !key.startsWith("keuze/zout")).sort();
    const damaged = this.damaged();
    return {
      soort: KIND,
      formaat: FORMAT,
      site: this.site,
      onderdelen: Object.fromEntries(items),
      ...(Object.keys(damaged).length ? { onleesbaar: damaged } : {}),
    };
  }

  /**
   * Add what is in a file. Nothing that is here is lost: of two versions the newest counts, and an older text that
   * differs is kept beside it.
   * @param {string} text
   * @returns {number} how many items are new or newer
   * @throws {Error} with a sentence for the learner, when the file is not a learner's file that we can read
   */
  merge(text) {
    const data = parse(text);
    if (data?.soort !== KIND && data?.formaat !== 1) throw new Error("Dit bestand is geen leerdossier.");
    if (data.formaat > FORMAT) throw new Error("Dit bestand is gemaakt met een nieuwere versie van de site.");
    let items = null;
    try {
      items = upgrade(data);
    } catch {
      // a field is not what it should be
    }
    if (!items) throw new Error("Dit bestand is beschadigd.");
    let count = 0;
    for (const [written, item] of Object.entries(items)) {
      const key = this.present(written);
      if (!KINDS.has(key.split("/")[0]) || !readable(JSON.stringify(item))) continue;
      const own = this.get(key);
      if (own && JSON.stringify({ ...own, gewijzigd: "" }) === JSON.stringify({ ...item, gewijzigd: "" })) continue;
      if (!own || item.gewijzigd > own.gewijzigd) {
        count += 1;
        this.write(key, own ? this.beside(key, item, own) : item);
      } else {
        const both = this.beside(key, own, item);
        if (both !== own) this.write(key, both);
      }
    }
    return count;
  }

  /**
   * The newer of two versions, with the text of the older kept: a note holds both, a filling gets a second one.
   * @param {string} key
   * @param {Item} newer
   * @param {Item} older
   * @returns {Item}
   */
  beside(key, newer, older) {
    const kind = key.split("/")[0];
    if (kind === "notitie" && !newer.tekst.includes(older.tekst)) return { ...newer, tekst: `${newer.tekst}\n\n${older.tekst}` };
    if (kind === "vraag" && older.soort === "open" && older.antwoord && !String(newer.antwoord).includes(older.antwoord)) {
      return { ...newer, antwoord: `${newer.antwoord}\n\n${older.antwoord}` };
    }
    if (kind === "invulling" && JSON.stringify(newer.waarden) !== JSON.stringify(older.waarden)) {
      const copy = `${key}-${older.gewijzigd.replace(/\D/g, "")}`;
      if (!this.get(copy)) this.write(copy, { ...older, naam: `${older.naam} (eerdere versie)` });
    }
    return newer;
  }
}

/** @param {Record<string, any>} fields */
function stamp(fields) {
  return /** @type {Item} */ ({ ...fields, gewijzigd: new Date().toISOString() });
}

/**
 * @param {string | null | undefined} raw
 * @returns {any}
 */
function parse(raw) {
  try {
    return JSON.parse(raw ?? "");
  } catch {
    return null;
  }
}

/**
 * @param {string | null | undefined} raw
 * @returns {Item | null}
 */
function readable(raw) {
  const item = parse(raw);
  return item && typeof item === "object" && isSound(item) ? item : null;
}

const TEXTS = ["titel", "tekst", "kop", "naam", "soort", "vraag", "uitslag"];

/**
 * Whether the fields of an item, which may come from any file, are what the pages expect.
 * @param {Record<string, any>} item
 */
function isSound({ gewijzigd, waarden = {}, leesbaar = [], antwoord = "", ...item }) {
  const isText = (/** @type {unknown} */ one) => typeof one === "string";
  return (
    isText(gewijzigd) &&
    !Number.isNaN(Date.parse(gewijzigd)) &&
    TEXTS.every((name) => isText(item[name] ?? "")) &&
    !!waarden && !Array.isArray(waarden) && typeof waarden === "object" &&
    Array.isArray(leesbaar) && leesbaar.every((row) => Array.isArray(row) && row.every(isText)) &&
    (isText(antwoord) || (!!antwoord && typeof antwoord === "object" && Object.values(antwoord).flat().every(isText)))
  );
}

/**
 * The items of data of any format that we know.
 * @param {any} data
 * @returns {Record<string, Item> | null}
 */
function upgrade(data) {
  if (!data || typeof data !== "object") return null;
  if (data.formaat === FORMAT) return data.onderdelen && typeof data.onderdelen === "object" ? data.onderdelen : null;
  if (data.formaat !== 1) return null;
  /** @type {Record<string, Item>} */
  const items = {};
  for (const [les, op] of Object.entries(data.gelezen ?? {})) items[`les/${les}`] = { gelezen: true, titel: les, gewijzigd: String(op) };
  for (const [id, one] of Object.entries(data.antwoorden ?? {})) {
    const { antwoord, goed, op } = one;
    items[`vraag/${id}`] = { antwoord, uitslag: goed ? "goed" : "nog-niet", meteen: Boolean(goed), pogingen: 1, gewijzigd: op };
  }
  for (const [place, one] of Object.entries(data.notities ?? {})) {
    items[`notitie/${place.replace("#", "/")}`] = { tekst: one.tekst, kop: one.kop ?? "", gewijzigd: one.op };
  }
  for (const one of data.invullingen ?? []) {
    items[`invulling/${one.instrument}/${one.id}`] = { naam: one.naam, waarden: one.waarden, leesbaar: Object.entries(one.waarden), gewijzigd: one.op };
  }
  return items;
}
