// The page Mijn leerdossier: everything in the store, by module and instrument, to look at, print, take along and erase.

import { button, download, filePicker, make, quarter, tell } from "./dom.js";
import { openStore, siteRoot } from "./opslag.js";

/** @typedef {import("./opslag.js").Store} Store */
/** @typedef {import("./opslag.js").Item} Item */
/** @typedef {{ id: string, titel: string, pagina: string }} Place */
/** @typedef {Place & { lessen: Place[], vragen: string[] }} Module */
/** @typedef {{ modules: Module[], instrumenten: Place[], leerroutes: (Place & { modules: [string, string[]][] })[] }} Contents */

const COLOUR = "kwartier-kleur"; // kept by begin.js
const STATES = /** @type {Record<string, string>} */ ({ goed: "goed", gezien: "antwoord bekeken", "nog-niet": "nog niet goed", geschreven: "vergeleken met het voorbeeld" });

/** @param {Document} root */
export async function start(root) {
  const box = /** @type {HTMLElement | null} */ (root.querySelector(".kw-dossier:not([data-levend])"));
  if (!box) return;
  box.dataset.levend = "ja";
  const [store, contents] = await Promise.all([openStore(), fetch(new URL("leerdossier.json", siteRoot)).then((answer) => answer.json())]);
  new Dossier(box, store, contents);
}

class Dossier {
  /**
   * @param {HTMLElement} box
   * @param {Store} store
   * @param {Contents} contents
   */
  constructor(box, store, contents) {
    this.box = box;
    this.store = store;
    this.contents = contents;
    const name = make("input", { id: "kw-naam", type: "text", autocomplete: "name" });
    const onPaper = make("p", { class: "kw-op-papier" });
    name.addEventListener("input", () => (onPaper.textContent = /** @type {HTMLInputElement} */ (name).value));
    this.own = [button("Bewaar als bestand", () => this.save(), "md-button md-button--primary"), button("Druk af of maak er een pdf van", () => print()), button("Wis alles", () => this.eraseAll())];
    this.tools = make(
      "div",
      { class: "kw-knoppen" },
      this.own[0],
      filePicker("Zet een bestand terug", (text) => this.restore(text)),
      ...this.own.slice(1),
    );
    this.name = make("p", { class: "kw-naam" }, make("label", { for: "kw-naam" }, "Je naam op de afdruk (wordt niet bewaard)"), name, onPaper);
    this.list = make("div", { class: "kw-dossier-inhoud", tabindex: -1 });
    box.replaceChildren(this.tools, this.name, this.list);
    this.draw();
  }

  save() {
    download(`leerdossier-${new Date().toISOString().slice(0, 10)}.json`, JSON.stringify(this.store.export(), null, 1));
  }

  /** @param {string} text */
  restore(text) {
    try {
      const count = this.store.merge(text);
      tell(count ? `Teruggezet: ${count} ${count === 1 ? "onderdeel" : "onderdelen"}. Wat je al had, staat er nog.` : "Alles uit dit bestand stond al in je dossier.");
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
    this.draw();
  }

  eraseAll() {
    if (!confirm("Je hele dossier van dit apparaat wissen? Dit kun je niet ongedaan maken. Bewaar het eerst als bestand als je het nog nodig hebt.")) return;
    this.store.clear();
    this.store.disk?.removeItem(COLOUR);
    this.draw();
    this.list.focus();
    tell("Je dossier is gewist van dit apparaat.");
  }

  draw() {
    this.items = this.store.all();
    /** @type {Set<string>} */
    this.shown = new Set();
    const own = [...this.items.keys()].filter((key) => !key.startsWith("keuze/"));
    const damaged = Object.keys(this.store.damaged()).length;
    for (const one of [this.name, ...this.own]) one.hidden = !own.length && !damaged;
    this.own[2].hidden &&= !this.items.size && !this.store.disk?.getItem(COLOUR);
    this.list.replaceChildren(
      ...(this.store.readOnly ? [warning("Dit dossier is gemaakt met een nieuwere versie van de site. Je kunt het hier lezen en bewaren, maar niet veranderen.")] : []),
      ...(damaged ? [warning(`${damaged === 1 ? "Eén onderdeel is" : `${damaged} onderdelen zijn`} beschadigd en niet te lezen; de rest staat hieronder, en in het bestand dat je bewaart gaat alles mee.`)] : []),
      ...(own.length ? [] : [make("p", { class: "kw-leeg" }, "Je dossier is nog leeg. Het vult zich als je een les afvinkt, een notitie maakt, een vraag beantwoordt of een werkblad invult.")]),
      ...this.routes(),
      ...this.contents.modules.flatMap((module) => this.module(module)),
      ...this.instruments(),
      ...this.expired(own),
    );
  }

  /** Where the learner stands in every route of which something was done. */
  routes() {
    const rows = this.contents.leerroutes.flatMap((route) => {
      const lessons = route.modules.flatMap(([id, some]) => {
        const module = this.contents.modules.find((one) => one.id === id);
        return (module?.lessen ?? []).filter((les) => !some.length || some.includes(les.id)).map((les) => `les/${id}/${les.id}`);
      });
      const read = lessons.filter((key) => this.items?.has(key)).length;
      if (!read) return [];
      return [make("li", {}, quarter(read / lessons.length), " ", link(route), ` ${read} van ${lessons.length} lessen gelezen`)];
    });
    return rows.length ? [make("h2", {}, "Leerroutes"), make("ul", { class: "kw-dossier-lijst" }, ...rows)] : [];
  }

  /** @param {Module} module */
  module(module) {
    const test = this.take(`zelftoets/${module.id}`);
    const lessons = module.lessen.map((les) => ({ les, read: this.take(`les/${module.id}/${les.id}`), notes: this.takeAll(`notitie/${module.id}/${les.id}/`) }));
    const answers = module.vragen.flatMap((id) => {
      const key = `vraag/${module.id}/${id}`;
      const item = this.take(key);
      return item ? [{ key, item }] : [];
    });
    const touched = lessons.filter((one) => one.read || one.notes.length);
    if (!touched.length && !answers.length && !test) return [];
    const read = lessons.filter((one) => one.read).length;
    return [
      make("h2", { tabindex: -1 }, link(module)),
      make("p", { class: "kw-kaart-feiten" }, quarter(read / lessons.length), ` ${read} van ${lessons.length} lessen gelezen`),
      ...(touched.length
        ? [
            make(
              "ul",
              { class: "kw-dossier-lijst" },
              ...touched.map(({ les, read, notes }) =>
                make("li", {}, link(les), read ? ` gelezen op ${day(read)}` : "", ...(read ? [this.eraser(`les/${module.id}/${les.id}`, `dat je ‘${les.titel}’ las`)] : []), ...notes.map(([key, item]) => this.note(key, item))),
              ),
            ),
          ]
        : []),
      ...(answers.length || test ? [make("h3", {}, make("a", { href: address(module.pagina.replace(/index\.md$/, "zelftoets.md")) }, "Zelftoets"))] : []),
      ...(test ? [make("p", {}, `Gedaan op ${day(test)}. ${test.meteen} van de ${test.van} vragen meteen goed. `, this.eraser(`zelftoets/${module.id}`, "de uitslag van deze zelftoets"))] : []),
      ...answers.map(({ key, item }) => this.answer(key, item)),
    ];
  }

  /**
   * @param {string} key
   * @param {Item} item
   */
  note(key, item) {
    return make("div", { class: "kw-dossier-stuk" }, make("p", { class: "kw-dossier-bij" }, item.kop ? `Notitie bij ‘${item.kop}’` : "Notitie"), lines(item.tekst), this.eraser(key, "deze notitie"));
  }

  /**
   * @param {string} key
   * @param {Item} item
   */
  answer(key, item) {
    const given = item.antwoord;
    const shown =
      Array.isArray(given) && item.soort === "volgorde" ? make("ol", {}, ...given.map((one) => make("li", {}, one)))
      : Array.isArray(given) ? make("ul", {}, ...given.map((one) => make("li", {}, one)))
      : given && typeof given === "object" ? make("ul", {}, ...Object.entries(given).map(([one, other]) => make("li", {}, `${one}: ${other}`)))
      : lines(given ?? "");
    const state = STATES[item.uitslag] ? make("p", { class: "kw-dossier-bij" }, item.meteen ? "meteen goed" : STATES[item.uitslag]) : null;
    return make("div", { class: "kw-dossier-stuk" }, make("p", { class: "kw-dossier-bij" }, item.vraag ?? key), shown, state, this.eraser(key, "dit antwoord"));
  }

  instruments() {
    const blocks = this.contents.instrumenten.flatMap((instrument) => {
      const fillings = this.takeAll(`invulling/${instrument.id}/`);
      return fillings.length ? [make("h3", {}, link(instrument)), ...fillings.map(([key, item]) => this.filling(key, item))] : [];
    });
    return blocks.length ? [make("h2", {}, "Werkbladen"), ...blocks] : [];
  }

  /**
   * @param {string} key
   * @param {Item} item
   */
  filling(key, item) {
    const rows = /** @type {[string, string][]} */ (item.leesbaar ?? Object.entries(item.waarden ?? {}));
    return make(
      "div",
      { class: "kw-dossier-stuk" },
      make("p", { class: "kw-dossier-naam" }, item.naam ?? ""),
      make("p", { class: "kw-dossier-bij" }, `bijgewerkt op ${day(item)}`),
      make("dl", {}, ...rows.map(([label, text]) => make("div", {}, make("dt", {}, label), make("dd", {}, lines(String(text)))))),
      this.eraser(key, `‘${item.naam}’`),
    );
  }

  /**
   * What belongs to something that is no longer on the site.
   * @param {string[]} own
   */
  expired(own) {
    const rest = own.filter((key) => !this.shown?.has(key));
    if (!rest.length) return [];
    return [
      make("h2", {}, "Vervallen"),
      make("p", {}, "Dit hoort bij lessen, vragen of werkbladen die niet meer op de site staan. Het blijft van jou, tot je het zelf wist."),
      ...rest.map((key) => {
        const item = /** @type {Item} */ (this.items?.get(key));
        const kind = key.split("/")[0];
        if (kind === "notitie") return this.note(key, item);
        if (kind === "vraag") return this.answer(key, item);
        if (kind === "invulling") return this.filling(key, item);
        const text = kind === "les" ? `Les ‘${item.titel}’, gelezen op ${day(item)}. ` : `${item.titel ?? "Zelftoets"}, gedaan op ${day(item)}. `;
        return make("div", { class: "kw-dossier-stuk" }, make("p", {}, text), this.eraser(key, "dit"));
      }),
    ];
  }

  /** @param {string} key */
  take(key) {
    this.shown?.add(key);
    return this.items?.get(key);
  }

  /**
   * @param {string} start - beginning of the keys
   * @returns {[string, Item][]}
   */
  takeAll(start) {
    const found = [...(this.items ?? [])].filter(([key]) => key.startsWith(start));
    for (const [key] of found) this.shown?.add(key);
    return found;
  }

  /**
   * @param {string} key
   * @param {string} what
   */
  eraser(key, what) {
    const erase = button("Wis", () => {
      if (!confirm(`Wil je ${what} wissen?`)) return;
      this.store.remove(key);
      this.draw();
      this.list.focus();
    }, "kw-knop kw-wis");
    erase.setAttribute("aria-label", `Wis ${what}`);
    return erase;
  }
}

/** @param {string} text */
function warning(text) {
  return make("p", { class: "kw-leeg", role: "alert" }, text);
}

/** @param {string} text */
function lines(text) {
  return make("p", { class: "kw-dossier-tekst" }, text);
}

/** @param {Item} item */
function day(item) {
  return new Intl.DateTimeFormat("nl-NL", { dateStyle: "long" }).format(new Date(item.gewijzigd));
}

/** @param {Place} place */
function link(place) {
  return make("a", { href: address(place.pagina) }, place.titel);
}

/**
 * The address of a compiled page, in the form that this site uses.
 * @param {string} page
 */
function address(page) {
  const folders = !location.pathname.endsWith(".html");
  return new URL(folders ? page.replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, "/") : page.replace(/\.md$/, ".html"), siteRoot).href;
}
