// A worksheet to fill in: several named fillings side by side, kept in the learner's own file while you write. Without
// this script it is the blank sheet that you see; on paper it is that sheet, blank or filled.

import { button, download, filePicker, later, make, tell, words } from "./dom.js";
import { network, profile } from "./instrument-beeld.js";
import { openStore } from "./opslag.js";

/** @typedef {import("./opslag.js").Store} Store */
/**
 * A place to fill in.
 * @typedef {object} Field
 * @property {string} label
 * @property {() => string} read
 * @property {(value: string) => void} write
 * @property {(value: string) => string} [spoken] - the value as a reader sees it
 */
/**
 * What a layout adds: its own fields, and pictures that follow what is filled in.
 * @typedef {object} Layout
 * @property {(values: Record<string, string>) => void} [write]
 * @property {() => Record<string, string>} [read]
 * @property {() => [string, string][]} [rows] - what `read` gives, for readers
 * @property {() => void} draw
 */

/** @param {Document} root */
export async function start(root) {
  const sheets = [...root.querySelectorAll(".kw-werkblad[data-instrument]:not([data-levend])")];
  if (!sheets.length) return;
  const store = await openStore();
  for (const sheet of sheets) {
    const box = /** @type {HTMLElement} */ (sheet);
    box.dataset.levend = "ja";
    new Worksheet(box, store);
  }
}

class Worksheet {
  /**
   * @param {HTMLElement} box
   * @param {Store} store
   */
  constructor(box, store) {
    this.box = box;
    this.store = store;
    this.start = `invulling/${box.dataset.instrument}/`;
    this.title = words(document.querySelector("h1"));
    /** @type {string | null} key of the filling on the sheet; none as long as nothing was written */
    this.key = null;
    /** @type {Map<string, Field>} */
    this.fields = new Map();
    for (const place of box.querySelectorAll(".kw-schrijfruimte[data-veld], td[data-veld]")) this.writingPlace(/** @type {HTMLElement} */ (place));
    for (const row of box.querySelectorAll("tr[data-veld]")) this.scoreRow(/** @type {HTMLElement} */ (row));
    this.layout = this.makeLayout();
    this.example = [...document.querySelectorAll(".kw-voorbeeld [data-voor]")].map((one) => [one.getAttribute("data-voor") ?? "", one.getAttribute("data-waarde") ?? ""]);
    this.makeBar();
    const keep = later(() => this.keep());
    box.addEventListener("input", () => {
      this.layout.draw();
      keep();
    });
    const [newest] = this.fillings().sort((a, b) => b[1].gewijzigd.localeCompare(a[1].gewijzigd));
    this.load(newest ? newest[0] : null);
  }

  /** The controls above the sheet. */
  makeBar() {
    const id = this.box.dataset.instrument;
    this.choice = /** @type {HTMLSelectElement} */ (make("select", { id: `${id}-keuze` }));
    this.choice.addEventListener("change", () => this.load(this.choice?.value || null));
    this.name = /** @type {HTMLInputElement} */ (make("input", { id: `${id}-naam`, type: "text", maxlength: 80, autocomplete: "off" }));
    this.name.addEventListener("input", later(() => this.key && this.keep()));
    this.status = make("p", { class: "kw-bewaard", role: "status" });
    this.choiceRow = make("p", {}, make("label", { for: this.choice.id }, "Welke invulling"), this.choice);
    this.eraser = button("Wis deze invulling", () => this.erase());
    this.box.before(
      make(
        "div",
        { class: "kw-balk" },
        make("div", { class: "kw-balk-velden" }, this.choiceRow, make("p", {}, make("label", { for: this.name.id }, "Naam van deze invulling"), this.name)),
        make(
          "div",
          { class: "kw-knoppen" },
          this.example.length ? button("Begin met het voorbeeld", () => this.useExample()) : null,
          button("Druk leeg af", () => this.print(true)),
          button("Druk ingevuld af", () => this.print(false)),
          button("Bewaar als bestand", () => this.save()),
          filePicker("Open een bestand", (text) => this.open(text)),
          this.eraser,
        ),
        this.status,
      ),
    );
  }

  /** Every filling of this instrument, in the order in which they were made. */
  fillings() {
    return [...this.store.all()].filter(([key]) => key.startsWith(this.start)).sort(([a], [b]) => a.localeCompare(b));
  }

  /**
   * A box to write in, with its text on paper.
   * @param {HTMLElement} place
   */
  writingPlace(place) {
    const label = place.dataset.naam ?? "";
    const money = place.dataset.bedrag !== undefined;
    const control = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (
      money ? make("input", { type: "text", inputmode: "decimal", "aria-label": label, autocomplete: "off" }) : make("textarea", { rows: 3, "aria-label": label })
    );
    const paper = make("span", { class: "kw-papier-tekst" });
    place.append(control, make("span", { class: "kw-op-papier" }, paper));
    control.addEventListener("input", () => (paper.textContent = control.value));
    this.fields.set(place.dataset.veld ?? "", {
      label,
      read: () => control.value,
      write: (value) => {
        control.value = value;
        paper.textContent = value;
      },
      spoken: money ? (value) => `€ ${value}` : undefined,
    });
  }

  /**
   * A statement with a score.
   * @param {HTMLElement} row
   */
  scoreRow(row) {
    const label = row.dataset.naam ?? "";
    const points = [...row.querySelectorAll("td[data-waarde]")].map((cell) => {
      const point = cell.getAttribute("data-kop") ?? "";
      const value = cell.getAttribute("data-waarde") ?? "";
      const input = /** @type {HTMLInputElement} */ (make("input", { type: "radio", name: `${this.start}${row.dataset.veld}`, value, "aria-label": `${label} ${point}` }));
      const hit = make("label", { class: "kw-punt" }, input);
      cell.replaceChildren(hit);
      return { input, value, point };
    });
    this.fields.set(row.dataset.veld ?? "", {
      label,
      read: () => points.find((one) => one.input.checked)?.value ?? "",
      write: (value) => points.forEach((one) => (one.input.checked = one.value === value)),
      spoken: (value) => `${value} (${points.find((one) => one.value === value)?.point ?? ""})`,
    });
  }

  /** @returns {Layout} */
  makeLayout() {
    const layout = this.box.dataset.layout;
    if (layout === "schaal") return profile(this.box);
    if (layout === "netwerk") return network(this.box);
    return { draw: layout === "vergelijking" ? () => this.addUp() : () => {} };
  }

  /** The sums of a comparison; an amount that is no number is pointed out, not skipped in silence. */
  addUp() {
    for (const total of this.box.querySelectorAll("td[data-totaal]")) {
      const inputs = /** @type {HTMLInputElement[]} */ ([...this.box.querySelectorAll(`td[data-bedrag="${total.getAttribute("data-totaal")}"] input`)]);
      const amounts = inputs.map((input) => (input.value.trim() ? amount(input.value) : 0));
      inputs.forEach((input, at) => input.toggleAttribute("aria-invalid", Number.isNaN(amounts[at])));
      const sum = amounts.reduce((one, other) => one + (Number.isNaN(other) ? 0 : other), 0);
      const filled = inputs.some((input) => input.value.trim());
      total.textContent = filled ? euros(sum) + (amounts.some(Number.isNaN) ? " (zonder wat geen bedrag is)" : "") : "";
    }
  }

  /** What stands on the sheet now, without what is empty. */
  values() {
    const written = [...this.fields].map(([id, field]) => [id, field.read().trim()]).filter(([, value]) => value);
    return { ...Object.fromEntries(written), ...this.layout.read?.() };
  }

  /** The same for a reader: label and text. */
  rows() {
    /** @type {[string, string][]} */
    const rows = [];
    for (const field of this.fields.values()) {
      const value = field.read().trim();
      if (value) rows.push([field.label, field.spoken ? field.spoken(value) : value]);
    }
    for (const total of this.box.querySelectorAll("td[data-totaal]")) {
      if (total.textContent) rows.push([total.getAttribute("data-naam") ?? "", total.textContent]);
    }
    return [...rows, ...(this.layout.rows?.() ?? [])];
  }

  /** Keep what is on the sheet, under its name; an untouched sheet is not kept. */
  keep() {
    const values = this.values();
    if (!this.key && !Object.keys(values).length) return;
    const fresh = !this.key;
    this.key ??= this.start + Date.now().toString(36);
    if (this.name && !this.name.value.trim()) this.name.value = fresh ? `Invulling ${this.fillings().length + 1}` : "Zonder naam";
    const kept = this.store.set(this.key, { titel: this.title, naam: this.name?.value.trim(), waarden: values, leesbaar: this.rows() });
    const time = new Date().toLocaleTimeString("nl-NL", { hour: "2-digit", minute: "2-digit" });
    this.say(kept ? `Bewaard op dit apparaat om ${time}.` : "Nog niet bewaard.");
    this.drawChoice();
  }

  /**
   * Put a filling on the sheet, or an empty sheet.
   * @param {string | null} key
   */
  load(key) {
    const item = key ? this.store.get(key) : null;
    this.key = item ? key : null;
    this.fill(item?.waarden ?? {});
    if (this.name) this.name.value = item?.naam ?? "";
    this.say("");
    this.drawChoice();
  }

  /** @param {Record<string, string>} values */
  fill(values) {
    for (const [id, field] of this.fields) field.write(String(values[id] ?? ""));
    this.layout.write?.(values);
    this.layout.draw();
  }

  drawChoice() {
    const all = this.fillings();
    if (!this.choice || !this.choiceRow || !this.eraser) return;
    this.choiceRow.hidden = !all.length;
    this.eraser.hidden = !this.key;
    this.choice.replaceChildren(...all.map(([key, item]) => make("option", { value: key }, item.naam)), make("option", { value: "" }, "Nieuw leeg blad"));
    this.choice.value = this.key ?? "";
  }

  useExample() {
    this.load(null);
    this.fill(Object.fromEntries(this.example));
    if (this.name) this.name.value = "Voorbeeld, om te bewerken";
    this.keep();
  }

  /** @param {boolean} blank */
  print(blank) {
    const page = document.documentElement.classList;
    page.add("kw-blad-afdrukken");
    page.toggle("kw-leeg-blad", blank);
    addEventListener("afterprint", () => page.remove("kw-blad-afdrukken", "kw-leeg-blad"), { once: true });
    print();
  }

  save() {
    if (!this.key) return this.say("Er is nog niets ingevuld.");
    this.keep();
    const key = this.key;
    download(`${this.box.dataset.instrument}.json`, JSON.stringify(this.store.export((one) => one === key), null, 1));
  }

  /** @param {string} text */
  open(text) {
    try {
      const count = this.store.merge(text);
      const [newest] = this.fillings().sort((a, b) => b[1].gewijzigd.localeCompare(a[1].gewijzigd));
      this.load(newest ? newest[0] : null);
      this.say(count ? "Het bestand is geopend en bewaard bij je invullingen." : "Wat in dit bestand staat, had je al.");
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
  }

  erase() {
    if (!this.key || !confirm(`Wil je ‘${this.name?.value}’ wissen?`)) return;
    this.store.remove(this.key);
    const left = this.fillings();
    this.load(left.length ? left[left.length - 1][0] : null);
    this.say("De invulling is gewist.");
    this.name?.focus();
  }

  /** @param {string} text */
  say(text) {
    if (this.status) this.status.textContent = text;
  }
}

/**
 * An amount as people write it: 1.250,50 or 1250.5 or € 12,-.
 * @param {string} text
 */
function amount(text) {
  const plain = text.replace(/[€\s]/g, "").replace(/,-+$/, "");
  const dutch = /,\d{1,2}$/.test(plain) || /^-?\d{1,3}(\.\d{3})+$/.test(plain) ? plain.replace(/\./g, "").replace(",", ".") : plain;
  return dutch === "" ? NaN : Number(dutch);
}

/** @param {number} value */
function euros(value) {
  return new Intl.NumberFormat("nl-NL", { style: "currency", currency: "EUR", minimumFractionDigits: Number.isInteger(value) ? 0 : 2, maximumFractionDigits: 2 }).format(value);
}
