// The page Mijn leerdossier: everything in the store, by module and instrument, to look at, print, take along and erase.

import { address, button, fill, make, quarter, ROOT, tell } from "./dom.js";
import { openStore } from "./opslag.js";

/** @typedef {import("./opslag.js").Item} Item */
/** @typedef {{ id: string, titel: string, pagina: string }} Place */
/** @typedef {Place & { lessen: Place[], vragen: string[] }} Module */
/** @typedef {{ modules: Module[], instrumenten: Place[], leerroutes: (Place & { modules: [string, string[]][] })[] }} Contents */

const STATES = /** @type {Record<string, string>} */ ({ goed: "goed", gezien: "antwoord bekeken", "nog-niet": "nog niet goed", geschreven: "vergeleken met het voorbeeld" });

/** @param {HTMLElement} box */
export async function dossier(box) {
  const contents = fetch(new URL("leerdossier.json", ROOT)).then((answer) => /** @type {Promise<Contents>} */ (answer.json()));
  const [store, { modules, instrumenten, leerroutes }] = await Promise.all([openStore(), contents]);
  let items = store.all();
  /** @type {Set<string>} */
  let shown;
  const save = button("Bewaar als bestand", () => store.save(`leerdossier-${new Date().toISOString().slice(0, 10)}.json`), "md-button.md-button--primary");
  const restore = store.filePicker("Zet een bestand terug", (count) => {
    tell(count ? `Teruggezet: ${count} ${count === 1 ? "onderdeel" : "onderdelen"}. Wat je al had, staat er nog.` : "Alles uit dit bestand stond al in je dossier.");
    draw();
  });
  const toPrint = button("Druk af of maak er een pdf van", () => print());
  const clear = button("Wis alles", () => {
    if (!confirm("Je hele dossier van dit apparaat wissen? Dit kun je niet ongedaan maken. Bewaar het eerst als bestand als je het nog nodig hebt.")) return;
    store.clear();
    draw();
    list.focus();
    tell("Je dossier is gewist van dit apparaat.");
  });
  const onPaper = make("p.kw-op-papier");
  const name = make("input", { type: "text", autocomplete: "name", oninput: () => (onPaper.textContent = name.value) });
  const named = make("div.kw-naam", make("label", "Je naam op de afdruk (wordt niet bewaard)", name), onPaper);
  const list = make("div.kw-dossier-inhoud", { tabindex: -1 });
  fill(box, make("div.kw-knoppen", save, restore, toPrint, clear), named, list);
  draw();

  function draw() {
    items = store.all();
    shown = new Set();
    const own = [...items.keys()].filter((key) => !key.startsWith("keuze/"));
    const damaged = Object.keys(store.damaged()).length;
    const nothing = !own.length && !damaged;
    named.hidden = save.hidden = toPrint.hidden = nothing;
    clear.hidden = nothing && store.isEmpty();
    fill(
      list,
      store.readOnly && warning("Dit dossier is gemaakt met een nieuwere versie van de site. Je kunt het hier lezen en bewaren, maar niet veranderen."),
      damaged > 0 && warning(`${damaged === 1 ? "Eén onderdeel is" : `${damaged} onderdelen zijn`} beschadigd en niet te lezen; de rest staat hieronder, en in het bestand dat je bewaart gaat alles mee.`),
      !own.length && make("p.kw-leeg", "Je dossier is nog leeg. Het vult zich als je een les afvinkt, een notitie maakt, een vraag beantwoordt of een werkblad invult."),
      routes(),
      modules.flatMap(module),
      titled("Werkbladen", instrumenten.flatMap((one) => {
        const fillings = take(`invulling/${one.id}/`, filling);
        return fillings.length ? [make("h3", link(one)), ...fillings] : [];
      })),
      expired(own.filter((key) => !shown.has(key))),
    );
  }

  /** Where the learner stands in every route of which something was done. */
  function routes() {
    const rows = leerroutes.flatMap((route) => {
      const lessons = route.modules.flatMap(([id, some]) => {
        const { lessen = [] } = modules.find((one) => one.id === id) ?? {};
        return lessen.filter((les) => !some.length || some.includes(les.id)).map((les) => `les/${id}/${les.id}`);
      });
      const read = lessons.filter((key) => items.has(key)).length;
      return read ? [make("li", quarter(read / lessons.length), " ", link(route), readOf(read, lessons))] : [];
    });
    return titled("Leerroutes", rows.length ? [make("ul.kw-dossier-lijst", rows)] : []);
  }

  /** @param {Module} module */
  function module(module) {
    const { id, lessen } = module;
    let read = 0;
    const lessons = lessen.flatMap((les) => {
      const parts = [
        ...take(`les/${id}/${les.id}`, (key, item) => {
          read += 1;
          return [` gelezen op ${day(item)}`, eraser(key, `dat je ‘${les.titel}’ las`)];
        }),
        ...take(`notitie/${id}/${les.id}/`, note),
      ];
      return parts.length ? [make("li", link(les), parts)] : [];
    });
    const answers = [
      ...take(`zelftoets/${id}`, (key, item) =>
        make("p", `Gedaan op ${day(item)}. ${item.meteen} van de ${item.van} vragen meteen goed. `, eraser(key, "de uitslag van deze zelftoets"))),
      ...module.vragen.flatMap((one) => take(`vraag/${id}/${one}`, answer)),
    ];
    if (!lessons.length && !answers.length) return [];
    return [
      make("h2", { tabindex: -1 }, link(module)),
      make("p.kw-kaart-feiten", quarter(read / lessen.length), readOf(read, lessen)),
      lessons.length > 0 && make("ul.kw-dossier-lijst", lessons),
      answers.length > 0 && make("h3", make("a", { href: address(module.pagina.replace(/index\.md$/, "zelftoets.md")) }, "Zelftoets")),
      ...answers,
    ];
  }

  /**
   * What belongs to something that is no longer on the site.
   * @param {string[]} keys
   */
  function expired(keys) {
    /** @type {Record<string, (key: string, item: Item) => HTMLElement>} */
    const drawn = { notitie: note, vraag: answer, invulling: filling };
    const pieces = keys.flatMap((key) => take(key, (_, item) => {
      const kind = key.split("/")[0];
      const what = kind === "les" ? `Les ‘${item.titel}’, gelezen` : `${item.titel ?? "Zelftoets"}, gedaan`;
      return drawn[kind]?.(key, item) ?? piece(make("p", `${what} op ${day(item)}. `), eraser(key, "dit"));
    }));
    const why = "Dit hoort bij lessen, vragen of werkbladen die niet meer op de site staan. Het blijft van jou, tot je het zelf wist.";
    return titled("Vervallen", pieces.length ? [make("p", why), ...pieces] : []);
  }

  /**
   * Draw the items with a key, or with keys that begin so when it ends with a slash; they count as shown.
   * @template T
   * @param {string} start
   * @param {(key: string, item: Item) => T | T[]} draw
   */
  function take(start, draw) {
    const keys = start.endsWith("/") ? [...items.keys()].filter((key) => key.startsWith(start)) : [start];
    return keys.flatMap((key) => {
      const item = items.get(key);
      shown.add(key);
      return item ? draw(key, item) : [];
    });
  }

  /**
   * @param {string} key
   * @param {Item} item
   */
  function note(key, item) {
    return piece(beside(item.kop ? `Notitie bij ‘${item.kop}’` : "Notitie"), lines(item.tekst), eraser(key, "deze notitie"));
  }

  /**
   * @param {string} key
   * @param {Item} item
   */
  function answer(key, { antwoord, soort, vraag, uitslag, meteen }) {
    const given = antwoord && typeof antwoord === "object"
      ? make(soort === "volgorde" ? "ol" : "ul", (Array.isArray(antwoord) ? antwoord : Object.entries(antwoord).map((pair) => pair.join(": "))).map((one) => make("li", one)))
      : lines(antwoord);
    const state = meteen ? "meteen goed" : STATES[uitslag];
    return piece(beside(vraag ?? key), given, state && beside(state), eraser(key, "dit antwoord"));
  }

  /**
   * @param {string} key
   * @param {Item} item
   */
  function filling(key, item) {
    const rows = /** @type {[string, string][]} */ (item.leesbaar ?? Object.entries(item.waarden ?? {}));
    return piece(
      make("p.kw-dossier-naam", item.naam),
      beside(`bijgewerkt op ${day(item)}`),
      make("dl", rows.map(([label, text]) => make("div", make("dt", label), make("dd", lines(String(text)))))),
      eraser(key, `‘${item.naam}’`),
    );
  }

  /**
   * @param {string} key
   * @param {string} what
   */
  function eraser(key, what) {
    return button("Wis", () => {
      if (!confirm(`Wil je ${what} wissen?`)) return;
      store.remove(key);
      draw();
      list.focus();
    }, "kw-knop.kw-wis", { "aria-label": `Wis ${what}` });
  }
}

/**
 * @param {string} title
 * @param {Node[]} parts
 */
function titled(title, parts) {
  return parts.length ? [make("h2", title), ...parts] : [];
}

/** @param {...(Node | string | undefined)} parts */
function piece(...parts) {
  return make("div.kw-dossier-stuk", parts);
}

/** @param {string} text */
function beside(text) {
  return make("p.kw-dossier-bij", text);
}

/** @param {string} text */
function warning(text) {
  return make("p.kw-leeg", { role: "alert" }, text);
}

/** @param {string | null} [text] */
function lines(text) {
  return make("p.kw-dossier-tekst", text);
}

/**
 * @param {number} read
 * @param {unknown[]} lessons
 */
function readOf(read, lessons) {
  return ` ${read} van ${lessons.length} lessen gelezen`;
}

/** @param {Item} item */
function day(item) {
  return new Date(item.gewijzigd).toLocaleDateString("nl-NL", { dateStyle: "long" });
}

/** @param {Place} place */
function link({ pagina, titel }) {
  return make("a", { href: address(pagina) }, titel);
}
