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

import { button, make, ROOT, tell } from "./dom.js";

/** @typedef {{ gewijzigd: string, [field: string]: any }} Item */
/** @typedef {ReturnType<typeof makeStore>} Store */

const FORMAT = 2;
const KIND = "kwartier-leerdossier";
const KINDS = /^(les|zelftoets|vraag|notitie|invulling|keuze)\//;
const SALT = "keuze/zout";
const COLOUR = "kwartier-kleur"; // kept by begin.js
const NEWER = "is gemaakt met een nieuwere versie van de site";

/** @type {Promise<Store> | undefined} */
let opened;

/** The one store of this page; rejects when the site's own data cannot be fetched. */
export function openStore() {
  opened ??= fetch(new URL("verplaatst.json", ROOT))
    .then((answer) => answer.json())
    .then(({ site, verplaatst }) => makeStore(site, verplaatst));
  return opened;
}

/**
 * @param {string} site
 * @param {Record<string, string>} moved - former "kind/id" to the present one
 */
function makeStore(site, moved) {
  const place = `kwartier/${site}`; // of format 1
  const version = `${place}#formaat`;
  const prefix = `${place}/`;
  /** @type {Map<string, Item>} what could not be kept on the device, and is still on this page */
  const unkept = new Map();
  let told = "";
  /** @type {Storage | undefined} */
  let disk;
  try {
    disk = localStorage;
  } catch {} // a browser that keeps nothing
  const kept = disk ?? /** @type {Record<string, string>} */ ({});
  const readOnly = Number(kept[version]) > FORMAT;
  const salt = get(SALT)?.waarde ?? Math.random().toString(36).slice(2);
  adoptFormat1();

  /** Take over the one entry of format 1; it stays until all of it is kept in the new way. */
  function adoptFormat1() {
    const items = upgrade(parse(kept[place]));
    if (items && !readOnly && Object.entries(items).every(([key, item]) => get(key) || write(key, item))) delete kept[place];
  }

  /**
   * The present key of an item whose key was written when it had another id or place.
   * @param {string} key
   */
  function present(key) {
    let [kind, ...ids] = key.split("/");
    for (let step = 0; step < 5; step += 1) {
      const whole = ["les", "notitie"].includes(kind) && moved[`les/${ids[0]}/${ids[1]}`];
      const first = moved[`${kind === "invulling" ? "instrument" : "module"}/${ids[0]}`];
      if (whole) ids.splice(0, 2, ...whole.split("/").slice(1));
      else if (first && kind !== "keuze") ids[0] = first.split("/")[1];
      else break;
    }
    return [kind, ...ids].join("/");
  }

  /** Every key that is kept on the device, as it was written. */
  function written() {
    return Object.keys(kept).filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  }

  /** Every readable item by its present key; of two that became one the newest. */
  function all() {
    /** @type {Map<string, Item>} */
    const found = new Map();
    const read = written().map((key) => /** @type {const} */ ([key, readable(kept[prefix + key])]));
    for (const [key, item] of [...read, ...unkept]) {
      const now = present(key);
      const known = found.get(now);
      if (item && (!known || item.gewijzigd > known.gewijzigd)) found.set(now, item);
    }
    return found;
  }

  /**
   * @param {string} key - a present key
   * @returns {Item | null | undefined}
   */
  function get(key) {
    return Object.keys(moved).length ? all().get(key) : unkept.get(key) ?? readable(kept[prefix + key]);
  }

  /**
   * Keep an item that the learner just made or changed; says so when that did not work.
   * @param {string} key
   * @param {Record<string, any>} fields
   */
  function set(key, fields) {
    const gewijzigd = new Date().toISOString();
    if (!kept[prefix + SALT]) write(SALT, { waarde: salt, gewijzigd });
    return write(key, { ...fields, gewijzigd });
  }

  /**
   * @param {string} key
   * @param {Item} item
   * @returns {boolean} whether it is on the device now
   */
  function write(key, item) {
    unkept.set(key, item);
    if (readOnly) return warn(`Dit dossier ${NEWER}, dus hier verandert er niets aan.`);
    if (!disk) return warn("Je browser bewaart niets op dit apparaat; zet je werk in een bestand voordat je weggaat.");
    const name = prefix + key;
    const old = kept[name];
    try {
      if (old && !readable(old)) disk.setItem(`${prefix}onleesbaar/${key}/${Date.now()}`, old);
      disk.setItem(name, JSON.stringify(item));
      disk.setItem(version, String(FORMAT));
    } catch {
      return warn("De ruimte in je browser is vol: wat er stond is er nog, en wat je nu maakt bewaar je als bestand.");
    }
    unkept.delete(key);
    return true;
  }

  /**
   * Tell the learner once what is the matter.
   * @param {string} sentence
   */
  function warn(sentence) {
    if (told !== sentence) tell(sentence);
    told = sentence;
    return false;
  }

  /**
   * Erase an item under every id that it ever had.
   * @param {string} key
   */
  function remove(key) {
    if (readOnly) return;
    unkept.delete(key);
    for (const one of written()) if (present(one) === key) delete kept[prefix + one];
  }

  /** Erase everything of this site from this device. */
  function clear() {
    if (readOnly) return;
    unkept.clear();
    for (const name of [...written().map((key) => prefix + key), place, version, COLOUR]) delete kept[name];
  }

  /** Entries that cannot be read, as they stand on the device, by name. */
  function damaged() {
    const found = written().map((key) => [key, kept[prefix + key]]).filter(([, raw]) => !readable(raw));
    if (kept[place] && !upgrade(parse(kept[place]))) found.push(["", kept[place]]);
    return Object.fromEntries(found);
  }

  /**
   * Give the learner a file with items, and with what is damaged.
   * @param {string} name
   * @param {(key: string) => boolean} [wanted]
   */
  function save(name, wanted = () => true) {
    const items = [...all()].filter(([key]) => wanted(key) && key !== SALT).sort();
    const broken = damaged();
    const data = { soort: KIND, formaat: FORMAT, site, onderdelen: Object.fromEntries(items), ...(Object.keys(broken).length && { onleesbaar: broken }) };
    const href = URL.createObjectURL(new Blob([JSON.stringify(data, null, 1)], { type: "application/json" }));
    make("a", { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
  }

  /**
   * A button with which the learner picks a file to add; says so when it cannot be read.
   * @param {string} label
   * @param {(count: number) => void} done - gets how many items are new or newer
   */
  function filePicker(label, done) {
    const onchange = async () => {
      const file = input.files?.[0];
      input.value = "";
      try {
        if (file) done(merge(await file.text()));
      } catch (error) {
        tell(/** @type {Error} */ (error).message);
      }
    };
    const input = make("input", { type: "file", accept: ".json,application/json", hidden: true, onchange });
    return make("span", button(label, () => input.click()), input);
  }

  /**
   * Add what is in a file. Nothing that is here is lost: of two versions the newest counts, and an older text that
   * differs is kept beside it.
   * @param {string} text
   * @returns {number} how many items are new or newer
   * @throws {Error} with a sentence for the learner, when the file is not a learner's file that we can read
   */
  function merge(text) {
    const data = parse(text);
    if (data?.soort !== KIND && data?.formaat !== 1) throw new Error("Dit bestand is geen leerdossier.");
    if (data.formaat > FORMAT) throw new Error(`Dit bestand ${NEWER}.`);
    const items = upgrade(data);
    if (!items) throw new Error("Dit bestand is beschadigd.");
    let count = 0;
    for (const [key, item] of Object.entries(items).map(([written, item]) => /** @type {const} */ ([present(written), item]))) {
      if (!KINDS.test(key) || !readable(JSON.stringify(item))) continue;
      const own = get(key);
      if (own && alike({ ...own, gewijzigd: "" }, { ...item, gewijzigd: "" })) continue;
      const newer = !own || item.gewijzigd > own.gewijzigd;
      const both = !own ? item : newer ? beside(key, item, own) : beside(key, own, item);
      if (both !== own) write(key, both);
      if (newer) count += 1;
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
  function beside(key, newer, older) {
    const kind = key.split("/")[0];
    const field = kind === "notitie" ? "tekst" : older.soort === "open" ? "antwoord" : "";
    const [text, before] = [newer[field] ?? "", older[field]];
    if (before && !String(text).includes(before)) return { ...newer, [field]: `${text}\n\n${before}` };
    if (kind === "invulling" && !alike(newer.waarden, older.waarden)) {
      const copy = `${key}-${older.gewijzigd.replace(/\D/g, "")}`;
      if (!get(copy)) write(copy, { ...older, naam: `${older.naam} (eerdere versie)` });
    }
    return newer;
  }

  return { all, clear, damaged, filePicker, get, isEmpty: () => !all().size && !kept[COLOUR], readOnly, remove, salt, save, set };
}

/**
 * Whether two values say the same in the same order.
 * @param {unknown} one
 * @param {unknown} other
 */
function alike(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * @param {string} [raw]
 * @returns {any}
 */
function parse(raw = "") {
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
}

/**
 * @param {string} [raw]
 * @returns {Item | null}
 */
function readable(raw) {
  const item = parse(raw);
  return item && isSound(item) ? item : null;
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
  if (data?.formaat === FORMAT) return typeof data.onderdelen === "object" ? data.onderdelen : null;
  if (data?.formaat !== 1) return null;
  /** @type {Record<string, Item>} */
  const items = {};
  const { gelezen = {}, antwoorden = {}, notities = {}, invullingen = [] } = data;
  try {
    for (const [les, op] of Object.entries(gelezen)) items[`les/${les}`] = { gelezen: true, titel: les, gewijzigd: String(op) };
    for (const [id, { antwoord, goed, op }] of Object.entries(antwoorden)) {
      items[`vraag/${id}`] = { antwoord, uitslag: goed ? "goed" : "nog-niet", meteen: Boolean(goed), pogingen: 1, gewijzigd: op };
    }
    for (const [place, { tekst, kop = "", op }] of Object.entries(notities)) items[`notitie/${place.replace("#", "/")}`] = { tekst, kop, gewijzigd: op };
    for (const { instrument, id, naam, waarden, op } of invullingen) {
      items[`invulling/${instrument}/${id}`] = { naam, waarden, leesbaar: Object.entries(waarden), gewijzigd: op };
    }
    return items;
  } catch {
    return null; // a field is not what it should be
  }
}
