// Pictures of a worksheet: the profile of a scale, and the network around someone. Each stands beside the same data in
// words, in a table or a list that can be changed without a mouse.

import { button, fill, make } from "./dom.js";

/** @typedef {import("./instrument.js").Layout} Layout */
/** @typedef {{ id: string, titel: string }} Choice */

/**
 * An SVG element.
 * @param {string} tag
 * @param {...import("./dom.js").Parts} parts
 */
function svg(tag, ...parts) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), ...parts);
}

/**
 * A table with a row of headings.
 * @param {HTMLElement} table
 * @param {string[]} titles
 * @param {Node[][]} rows - cells
 */
function tabulate(table, titles, rows) {
  const head = titles.map((title) => make(title ? "th" : "td", title && { scope: "col" }, title));
  return fill(table, make("thead", make("tr", head)), make("tbody", rows.map((cells) => make("tr", cells))));
}

/**
 * A scale: per part of the profile the mean of its scores, as a table with bars and, from three parts on, as a radar.
 * @param {HTMLElement} box
 * @returns {Layout}
 */
export function profile(box) {
  const rows = /** @type {HTMLElement[]} */ ([...box.querySelectorAll("tr[data-veld]")]);
  const top = Math.max(...[...rows[0].querySelectorAll("td[data-waarde]")].map((cell) => Number(cell.getAttribute("data-waarde"))));
  const nameOf = (/** @type {HTMLElement} */ { dataset }) => dataset.groep || dataset.naam || "";
  const names = [...new Set(rows.map(nameOf))];
  const figure = make("div.kw-profiel");
  box.append(figure);
  return {
    draw: () => {
      const scores = names.map((name) => {
        const own = rows.filter((row) => nameOf(row) === name);
        const given = own.flatMap((row) => /** @type {HTMLInputElement[]} */ ([...row.querySelectorAll("input:checked")])).map((input) => Number(input.value));
        return { name, open: own.length - given.length, given: given.length, mean: given.reduce((sum, one) => sum + one, 0) / (given.length || 1) };
      });
      figure.hidden = scores.every((one) => !one.given);
      const lines = scores.map(({ name, mean, given, open }, at) => [
        make("th", { scope: "row" }, /^\d/.test(name) ? name : `${at + 1}. ${name}`),
        make("td.kw-profiel-getal", given ? mean.toLocaleString("nl-NL", { maximumFractionDigits: 1 }) : "–", given && open ? ` (nog ${open} open)` : ""),
        make("td.kw-profiel-balk", bar(mean / top)),
      ]);
      fill(
        figure,
        make("p", make("strong.kw-veld-titel", "Je profiel")),
        scores.length >= 3 && radar(scores.map((one) => one.mean / top)),
        tabulate(make("table.kw-profieltabel"), ["Onderdeel", `Gemiddeld, tot ${top}`, ""], lines),
      );
    },
  };
}

/** @param {number} part - from 0 to 1 */
function bar(part) {
  const beam = (/** @type {number} */ width, /** @type {string} */ look) => svg("rect", { width, height: 8, class: look });
  return svg("svg", { viewBox: "0 0 100 8", "aria-hidden": "true", preserveAspectRatio: "none" }, beam(100, "kw-balkvak"), beam(100 * part, "kw-balkdeel"));
}

/**
 * The parts of a profile as a star; the numbers at its points are the rows of the table.
 * @param {number[]} parts - from 0 to 1
 */
function radar(parts) {
  const spot = (/** @type {number} */ at, /** @type {number} */ far) => {
    const angle = (at / parts.length) * 2 * Math.PI - Math.PI / 2;
    return [150 + Math.cos(angle) * far, 150 + Math.sin(angle) * far].map((one) => one.toFixed(1));
  };
  const shape = (/** @type {(at: number) => number} */ far) => parts.map((_, at) => spot(at, far(at)).join(",")).join(" ");
  return svg(
    "svg",
    { viewBox: "0 0 300 300", class: "kw-radar", role: "img", "aria-label": "Het profiel als ster; de getallen staan in de tabel hieronder." },
    [0.25, 0.5, 0.75, 1].map((part) => svg("polygon", { points: shape(() => 115 * part), class: "kw-eco-kring" })),
    parts.map((_, at) => svg("path", { d: `M150 150 ${spot(at, 115).join(" ")}`, class: "kw-eco-kring" })),
    svg("polygon", { points: shape((at) => 115 * parts[at]), class: "kw-radar-vlak" }),
    parts.map((_, at) => label("kw-eco-tekst", spot(at, 133), String(at + 1))),
  );
}

/**
 * A text in a picture.
 * @param {string} look
 * @param {(number | string)[]} place
 * @param {string} text
 */
function label(look, [x, y], text) {
  return svg("text", { x, y, class: look }, text);
}

/**
 * A network: people as a list to change, drawn around the one in the middle.
 * @param {HTMLElement} box
 * @returns {Layout}
 */
export function network(box) {
  const choices = (/** @type {string} */ name) =>
    /** @type {HTMLElement[]} */ ([...box.querySelectorAll(`[data-lijst="${name}"] li`)]).map(({ dataset: { id = "", titel = "" } }) => ({ id, titel }));
  const kinds = { kring: choices("kringen"), soort: choices("soorten"), steun: choices("steun") };
  const middle = box.querySelector("[data-midden]")?.getAttribute("data-midden") ?? "";
  const list = make("ol.kw-personen-lijst");
  const picture = make("div.kw-eco");
  const table = make("table.kw-matrix.kw-netwerk-tabel");
  /** @type {ReturnType<typeof personRow>[]} */
  let people = [];
  const add = (/** @type {string[]} */ parts) => {
    const row = personRow(kinds, parts, () => {
      const at = people.indexOf(row);
      people.splice(at, 1);
      row.element.remove();
      (people[at] ?? people[at - 1] ?? more).focus();
      list.dispatchEvent(new Event("input", { bubbles: true }));
    });
    people.push(row);
    list.append(row.element);
    return row;
  };
  const more = button("Voeg iemand toe", () => add([]).focus(), "md-button");
  const named = () => people.map((row) => row.read()).filter(([name]) => name);
  const titles = (/** @type {string[]} */ parts) => NAMES.map((kind, at) => kinds[kind].find((one) => one.id === parts[at + 1])?.titel ?? parts[at + 1]);
  box.append(make("div.kw-balk", list, more), picture, table);
  return {
    read: () => Object.fromEntries(named().map((parts, at) => [`persoon-${at + 1}`, parts.join(" | ")])),
    rows: () => named().map((parts) => [parts[0], titles(parts).join(", ")]),
    write: (values) => {
      people = [];
      fill(list);
      const keys = Object.keys(values).filter((key) => /^persoon-\d+$/.test(key));
      for (const key of keys.sort((a, b) => Number(a.slice(8)) - Number(b.slice(8)))) add(String(values[key]).split("|").map((part) => part.trim()));
    },
    draw: () => {
      const all = named();
      people.forEach((row, at) => row.number(at + 1));
      fill(picture, drawing(middle, kinds, all), legend(kinds));
      tabulate(table, ["Wie", "Kring", "Soort relatie", "Steun"], all.map((parts, at) => [`${at + 1}. ${parts[0]}`, ...titles(parts)].map((text) => make("td", text))));
    },
  };
}

const NAMES = /** @type {const} */ (["kring", "soort", "steun"]);

/**
 * The controls of one person.
 * @param {Record<"kring" | "soort" | "steun", Choice[]>} kinds
 * @param {string[]} parts - name, ring, kind and support, as far as known
 * @param {() => void} remove
 */
function personRow(kinds, parts, remove) {
  const name = make("input", { type: "text", autocomplete: "off", maxlength: 60, value: parts[0] });
  const legend = make("legend");
  const selects = NAMES.map((kind, at) => make("select", kinds[kind].map(({ id, titel }) => make("option", { value: id, selected: id === parts[at + 1] }, titel))));
  const eraser = button("Haal weg", remove, "kw-knop.kw-wis");
  const labels = ["Hoe dichtbij", "Soort relatie", "Steun"].map((text, at) => make("label", text, selects[at]));
  return {
    element: make("li", make("fieldset.kw-persoon", legend, make("label", "Naam of letter", name), labels, eraser)),
    read: () => [name.value.replace(/\|/g, "/").trim(), ...selects.map((select) => select.value)],
    focus: () => name.focus(),
    number: (/** @type {number} */ at) => {
      legend.textContent = `${at}.`;
      eraser.ariaLabel = `Haal weg: ${name.value || "deze persoon"}`;
    },
  };
}

/**
 * The ecogram: rings around the middle, people on them, lines for the direction of support.
 * @param {string} middle
 * @param {Record<"kring" | "soort" | "steun", Choice[]>} kinds
 * @param {string[][]} people
 */
function drawing(middle, kinds, people) {
  const center = 370;
  const edge = kinds.kring.map((_, at) => 165 + (at * 190) / Math.max(1, kinds.kring.length - 1));
  /** @type {Node[]} */
  const lines = [];
  /** @type {Node[]} */
  const marks = [];
  const taken = [-Math.PI / 2];
  kinds.kring.forEach((ring, level) => {
    const here = people.map((parts, at) => ({ parts, number: at + 1, kind: index(kinds.soort, parts[2]) })).filter(({ parts }) => parts[1] === ring.id);
    here.sort((a, b) => a.kind - b.kind || a.number - b.number);
    const far = (level ? (edge[level] + edge[level - 1]) / 2 : edge[0] * 0.68) + 4;
    const angles = spread(here.length, taken);
    taken.push(...angles);
    here.forEach(({ parts: [name, , , support], number, kind }, at) => {
      const spot = (/** @type {number} */ distance) => [center + Math.cos(angles[at]) * distance, center + Math.sin(angles[at]) * distance];
      const [x, y] = spot(far);
      lines.push(bond(support, spot(50), spot(far - 28)));
      marks.push(shape(kind, x, y), label("kw-eco-tekst", [x, y], String(number)), label("kw-eco-naam", [x, y + 42], name.length > 22 ? `${name.slice(0, 21)}…` : name));
    });
  });
  const count = people.length === 1 ? "één ander" : `${people.length} anderen`;
  const arrow = { id: "kw-pijl", viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 6, markerHeight: 6, orient: "auto-start-reverse" };
  return svg(
    "svg",
    { viewBox: "0 0 740 740", role: "img", "aria-label": `Netwerk van ${middle} met ${count}. Dezelfde gegevens staan in de lijst.` },
    svg("defs", svg("marker", arrow, svg("path", { d: "M0 0 10 5 0 10z", class: "kw-eco-pijl" }))),
    edge.map((r) => svg("circle", { cx: center, cy: center, r, class: "kw-eco-kring" })),
    kinds.kring.map(({ titel }, at) => label("kw-eco-kringnaam", [center, center - edge[at] + 20], titel)),
    lines,
    svg("circle", { cx: center, cy: center, r: 44, class: "kw-eco-midden" }),
    svg("path", { d: "M370 366a13 13 0 1 0-.1 0zM346 396a24 24 0 0 1 48 0z", class: "kw-eco-mens" }),
    marks,
  );
}

/**
 * Directions at equal distances, turned so that they stay clear of the ones that are taken.
 * @param {number} count
 * @param {number[]} taken
 */
function spread(count, taken) {
  const around = 2 * Math.PI;
  const apart = (/** @type {number} */ one, /** @type {number} */ other) => Math.abs(((((one - other) % around) + 1.5 * around) % around) - around / 2);
  let [best, room] = [/** @type {number[]} */ ([]), -1];
  for (let turn = 0; turn < 36; turn += 1) {
    const angles = Array.from({ length: count }, (_, at) => (at / count + turn / 36 / count) * around);
    const free = Math.min(...angles.flatMap((angle) => taken.map((other) => apart(angle, other))));
    if (free > room) [best, room] = [angles, free];
  }
  return best;
}

/**
 * @param {Choice[]} choices
 * @param {string} id
 */
function index(choices, id) {
  return Math.max(0, choices.findIndex((one) => one.id === id));
}

/**
 * A line between the middle and a person. The ids with a meaning of their own are those of the handbook; others are dotted.
 * @param {string} support
 * @param {number[]} from - at the middle
 * @param {number[]} to - at the person
 */
function bond(support, from, to) {
  const ends = { geeft: ["start"], krijgt: ["end"], wederzijds: ["start", "end"] }[support];
  const look = ends ? "" : ` kw-eco-lijn--${support === "onder-spanning" ? "spanning" : "anders"}`;
  const [x1, y1, x2, y2] = [...from, ...to].map((one) => one.toFixed(1));
  return svg("line", { x1, y1, x2, y2, class: `kw-eco-lijn${look}` }, ends?.map((end) => ({ [`marker-${end}`]: "url(#kw-pijl)" })));
}

/**
 * The mark of a person; its form tells the kind of relation.
 * @param {number} kind
 * @param {number} x
 * @param {number} y
 */
function shape(kind, x, y) {
  if (kind === 0) return svg("circle", { cx: x, cy: y, r: 24, class: "kw-eco-mark" });
  const corners = [0, 4, 4, 3, 6][kind] ?? 5;
  const turn = [0, Math.PI / 4, 0, -Math.PI / 2, 0][kind] ?? -Math.PI / 2;
  const far = kind === 3 ? 33 : 29;
  const points = Array.from({ length: corners }, (_, at) => {
    const angle = turn + (at / corners) * 2 * Math.PI;
    return `${(x + Math.cos(angle) * far).toFixed(1)},${(y + Math.sin(angle) * far).toFixed(1)}`;
  });
  return svg("polygon", { points: points.join(" "), class: "kw-eco-mark" });
}

/**
 * What forms and lines mean.
 * @param {Record<"kring" | "soort" | "steun", Choice[]>} kinds
 */
function legend(kinds) {
  const sign = (/** @type {Node} */ drawn, /** @type {Choice} */ { titel }) => make("li", svg("svg", { viewBox: "0 0 80 60", "aria-hidden": "true" }, drawn), titel);
  return make(
    "ul.kw-eco-legenda",
    kinds.soort.map((one, at) => sign(shape(at, 40, 30), one)),
    kinds.steun.map((one) => sign(bond(one.id, [4, 30], [76, 30]), one)),
  );
}
