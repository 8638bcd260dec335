// A worksheet to fill in: several named fillings side by side, kept in the learner's own file while you write. Without
// this script it is the blank sheet that you see; on paper it is that sheet, blank or filled.

import { button, fill, later, make, pageTitle, printAs } from "./dom.js";
import { network, profile } from "./instrument-beeld.js";
import { openStore } from "./opslag.js";

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

/** @param {HTMLElement} box */
export async function instrument(box) {
  const store = await openStore();
  const { instrument = "", layout = "" } = box.dataset;
  const prefix = `invulling/${instrument}/`;
  /** @type {string | null} key of the filling on the sheet; none as long as nothing was written */
  let current = null;
  /** @type {Map<string, Field>} */
  const fields = new Map();
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll(".kw-schrijfruimte[data-veld], td[data-veld]"))) {
    fields.set(place.dataset.veld ?? "", writingPlace(place));
  }
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll("tr[data-veld]"))) {
    fields.set(row.dataset.veld ?? "", scoreRow(row, prefix));
  }
  const totals = /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll("td[data-totaal]"));
  const picture =
    layout === "schaal" ? profile(box)
    : layout === "netwerk" ? network(box)
    : { draw: () => totals.forEach((total) => addUp(box, total)) };
  const example = [...document.querySelectorAll(".kw-voorbeeld [data-voor]")].map((one) => [one.getAttribute("data-voor"), one.getAttribute("data-waarde")]);
  const choice = make("select", { onchange: () => load(choice.value) });
  const choiceRow = make("label", "Welke invulling", choice);
  const name = make("input", { type: "text", maxlength: 80, autocomplete: "off", oninput: later(() => current && keep()) });
  const status = make("p.kw-bewaard", { role: "status" });
  const eraser = button("Wis deze invulling", erase);
  box.before(
    make(
      "div.kw-balk",
      make("div.kw-balk-velden", choiceRow, make("label", "Naam van deze invulling", name)),
      make(
        "div.kw-knoppen",
        example.length > 0 && button("Begin met het voorbeeld", useExample),
        button("Druk leeg af", () => printAs("kw-blad-afdrukken", "kw-leeg-blad")),
        button("Druk ingevuld af", () => printAs("kw-blad-afdrukken")),
        button("Bewaar als bestand", save),
        store.filePicker("Open een bestand", (count) => {
          load(newest());
          say(count ? "Het bestand is geopend en bewaard bij je invullingen." : "Wat in dit bestand staat, had je al.");
        }),
        eraser,
      ),
      status,
    ),
  );
  const keepSoon = later(keep);
  box.addEventListener("input", () => {
    picture.draw();
    keepSoon();
  });
  load(newest());

  /** Every filling of this instrument, in the order in which they were made. */
  function fillings() {
    return [...store.all()].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => a.localeCompare(b));
  }

  /** The key of the filling that was changed last. */
  function newest() {
    return fillings().sort(([, a], [, b]) => b.gewijzigd.localeCompare(a.gewijzigd))[0]?.[0];
  }

  /** Keep what is on the sheet, under its name, without what is empty; an untouched sheet is not kept. */
  function keep() {
    const written = [...fields].map(([id, field]) => ({ id, field, value: field.read().trim() })).filter(({ value }) => value);
    const waarden = { ...Object.fromEntries(written.map(({ id, value }) => [id, value])), ...picture.read?.() };
    if (!current && !Object.keys(waarden).length) return;
    const naam = name.value.trim() || `Invulling ${fillings().length + 1}`;
    if (name !== document.activeElement) name.value = naam; // nobody is writing there
    current ??= prefix + Date.now().toString(36);
    const leesbaar = [
      ...written.map(({ field, value }) => [field.label, field.spoken?.(value) ?? value]),
      ...[...totals].filter((total) => total.textContent).map((total) => [total.dataset.naam ?? "", total.textContent]),
      ...(picture.rows?.() ?? []),
    ];
    const kept = store.set(current, { titel: pageTitle(), naam, waarden, leesbaar });
    say(kept ? `Bewaard op dit apparaat om ${new Date().toLocaleTimeString("nl-NL", { timeStyle: "short" })}.` : "Nog niet bewaard.");
    drawChoice();
  }

  /**
   * Put a filling on the sheet, or an empty sheet.
   * @param {string} [key]
   */
  function load(key = "") {
    const item = store.get(key);
    current = item ? key : null;
    write(item?.waarden ?? {});
    name.value = item?.naam ?? "";
    say("");
    drawChoice();
  }

  /** @param {Record<string, string>} values */
  function write(values) {
    for (const [id, field] of fields) field.write(String(values[id] ?? ""));
    picture.write?.(values);
    picture.draw();
  }

  function drawChoice() {
    const all = fillings();
    choiceRow.hidden = !all.length;
    eraser.hidden = !current;
    fill(choice, all.map(([key, item]) => make("option", { value: key }, item.naam)), make("option", { value: "" }, "Nieuw leeg blad"));
    choice.value = current ?? "";
  }

  function useExample() {
    load();
    write(Object.fromEntries(example));
    name.value = "Voorbeeld, om te bewerken";
    keep();
  }

  function save() {
    if (!current) return say("Er is nog niets ingevuld.");
    keep();
    store.save(`${instrument}.json`, (key) => key === current);
  }

  function erase() {
    if (!current || !confirm(`Wil je ‘${name.value}’ wissen?`)) return;
    store.remove(current);
    load(fillings().at(-1)?.[0]);
    say("De invulling is gewist.");
    name.focus();
  }

  /** @param {string} text */
  function say(text) {
    status.textContent = text;
  }
}

/**
 * A box to write in, with its text on paper.
 * @param {HTMLElement} place
 * @returns {Field}
 */
function writingPlace(place) {
  const { naam: label = "", bedrag } = place.dataset;
  const money = bedrag !== undefined;
  const copy = () => (paper.textContent = control.value);
  const control = money ? make("input", { type: "text", inputmode: "decimal", autocomplete: "off" }) : make("textarea", { rows: 3 });
  control.ariaLabel = label;
  control.oninput = copy;
  const paper = make("span.kw-papier-tekst");
  place.append(control, make("span.kw-op-papier", paper));
  return {
    label,
    read: () => control.value,
    write: (value) => {
      control.value = value;
      copy();
    },
    spoken: (value) => (money ? `€ ${value}` : value),
  };
}

/**
 * A statement with a score.
 * @param {HTMLElement} row
 * @param {string} prefix - of the names of its buttons
 * @returns {Field}
 */
function scoreRow(row, prefix) {
  const { naam: label = "", veld } = row.dataset;
  const points = /** @type {HTMLElement[]} */ ([...row.querySelectorAll("td[data-waarde]")]).map((cell) => {
    const { kop: point = "", waarde: value = "" } = cell.dataset;
    const input = make("input", { type: "radio", name: prefix + veld, value, "aria-label": `${label} ${point}` });
    fill(cell, make("label.kw-punt", input));
    return { input, value, point };
  });
  return {
    label,
    read: () => points.find((one) => one.input.checked)?.value ?? "",
    write: (value) => points.forEach((one) => (one.input.checked = one.value === value)),
    spoken: (value) => `${value} (${points.find((one) => one.value === value)?.point ?? ""})`,
  };
}

/**
 * The sum of a course of action; an amount that is no number is pointed out, not skipped in silence.
 * @param {HTMLElement} box
 * @param {HTMLElement} total
 */
function addUp(box, total) {
  const inputs = /** @type {HTMLInputElement[]} */ ([...box.querySelectorAll(`td[data-bedrag="${total.dataset.totaal}"] input`)]).filter((input) => {
    input.toggleAttribute("aria-invalid", Number.isNaN(amount(input.value)));
    return input.value.trim();
  });
  const amounts = inputs.map((input) => amount(input.value));
  const sum = amounts.reduce((one, other) => one + (other || 0), 0);
  total.textContent = inputs.length ? euros(sum) + (amounts.some(Number.isNaN) ? " (zonder wat geen bedrag is)" : "") : "";
}

/**
 * An amount as people write it: 1.250,50 or 1250.5 or € 12,-.
 * @param {string} text
 */
function amount(text) {
  const plain = text.replace(/[€\s]/g, "").replace(/,-+$/, "");
  const dutch = /,\d{1,2}$/.test(plain) || /^-?\d{1,3}(\.\d{3})+$/.test(plain) ? plain.replace(/\./g, "").replace(",", ".") : plain;
  return text.trim() && !dutch ? NaN : Number(dutch);
}

/** @param {number} value */
function euros(value) {
  return value.toLocaleString("nl-NL", { style: "currency", currency: "EUR", trailingZeroDisplay: "stripIfInteger" });
}
