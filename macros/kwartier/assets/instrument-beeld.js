// Pictures of a worksheet: the profile of a scale, and the network around someone. Each stands beside the same data in
// words, in a table or a list that can be changed without a mouse.

import { button, make } from "./dom.js";

/** @typedef {import("./instrument.js").Layout} Layout */
/** @typedef {{ id: string, titel: string }} Choice */

/**
 * An SVG element.
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * A scale: per part of the profile the mean of its scores, as a table with bars and, from three parts on, as a radar.
 * @param {HTMLElement} box
 * @returns {Layout}
 */
export function profile(box) {
  const rows = /** @type {HTMLElement[]} */ ([...box.querySelectorAll("tr[data-veld]")]);
  const points = [...rows[0].querySelectorAll("td[data-waarde]")].map((cell) => Number(cell.getAttribute("data-waarde")));
  const top = Math.max(...points);
  const names = [...new Set(rows.map((row) => row.dataset.groep || row.dataset.naam || ""))];
  const figure = make("div", { class: "kw-profiel" });
  box.append(figure);
  const score = (/** @type {string} */ name) => {
    const own = rows.filter((row) => (row.dataset.groep || row.dataset.naam) === name);
    const given = own.map((row) => /** @type {HTMLInputElement | null} */ (row.querySelector("input:checked"))?.value).filter((value) => value !== undefined);
    return { name, open: own.length - given.length, mean: given.length ? given.reduce((sum, one) => sum + Number(one), 0) / given.length : null };
  };
  return {
    draw: () => {
      const scores = names.map(score);
      figure.hidden = scores.every((one) => one.mean === null);
      if (figure.hidden) return;
      const lines = scores.map(({ name, mean, open }, at) =>
        make(
          "tr",
          {},
          make("th", { scope: "row" }, /^\d/.test(name) ? name : `${at + 1}. ${name}`),
          make("td", { class: "kw-profiel-getal" }, mean === null ? "–" : mean.toLocaleString("nl-NL", { maximumFractionDigits: 1 }), open && mean !== null ? ` (nog ${open} open)` : ""),
          make("td", { class: "kw-profiel-balk" }, bar((mean ?? 0) / top)),
        ),
      );
      const head = make("tr", {}, make("th", { scope: "col" }, "Onderdeel"), make("th", { scope: "col" }, `Gemiddeld, tot ${top}`), make("td", {}));
      figure.replaceChildren(
        make("p", {}, make("strong", { class: "kw-veld-titel" }, "Je profiel")),
        ...(scores.length >= 3 ? [radar(scores.map((one) => (one.mean ?? 0) / top))] : []),
        make("table", { class: "kw-profieltabel" }, make("thead", {}, head), make("tbody", {}, ...lines)),
      );
    },
  };
}

/** @param {number} part - from 0 to 1 */
function bar(part) {
  return svg("svg", { viewBox: "0 0 100 8", "aria-hidden": "true", preserveAspectRatio: "none" }, svg("rect", { x: 0, y: 0, width: 100, height: 8, class: "kw-balkvak" }), svg("rect", { x: 0, y: 0, width: 100 * part, height: 8, class: "kw-balkdeel" }));
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
  const [rings, axes, labels] = [
    [0.25, 0.5, 0.75, 1].map((part) => svg("polygon", { points: shape(() => 115 * part), class: "kw-eco-kring" })),
    parts.map((_, at) => svg("line", { x1: 150, y1: 150, x2: spot(at, 115)[0], y2: spot(at, 115)[1], class: "kw-eco-kring" })),
    parts.map((_, at) => svg("text", { x: spot(at, 133)[0], y: spot(at, 133)[1], class: "kw-eco-tekst" }, String(at + 1))),
  ];
  return svg(
    "svg",
    { viewBox: "0 0 300 300", class: "kw-radar", role: "img", "aria-label": "Het profiel als ster; de getallen staan in de tabel hieronder." },
    ...rings,
    ...axes,
    svg("polygon", { points: shape((at) => 115 * parts[at]), class: "kw-radar-vlak" }),
    ...labels,
  );
}

/**
 * A network: people as a list to change, drawn around the one in the middle.
 * @param {HTMLElement} box
 * @returns {Layout}
 */
export function network(box) {
  const choices = (/** @type {string} */ name) =>
    [...box.querySelectorAll(`[data-lijst="${name}"] li`)].map((item) => ({ id: item.getAttribute("data-id") ?? "", titel: item.getAttribute("data-titel") ?? "" }));
  const kinds = { kring: choices("kringen"), soort: choices("soorten"), steun: choices("steun") };
  const middle = box.querySelector("[data-midden]")?.getAttribute("data-midden") ?? "";
  const list = make("ol", { class: "kw-personen-lijst" });
  const picture = make("div", { class: "kw-eco" });
  const table = make("table", { class: "kw-matrix kw-netwerk-tabel" });
  /** @type {ReturnType<typeof personRow>[]} */
  let people = [];
  const changed = () => list.dispatchEvent(new Event("input", { bubbles: true }));
  const add = (/** @type {string[]} */ parts) => {
    const row = personRow(kinds, parts, () => {
      const at = people.indexOf(row);
      people.splice(at, 1);
      row.element.remove();
      (people[at] ?? people[at - 1])?.focus();
      if (!people.length) more.focus();
      changed();
    });
    people.push(row);
    list.append(row.element);
    return row;
  };
  const more = button("Voeg iemand toe", () => add([]).focus(), "md-button");
  const named = () => people.map((row) => row.read()).filter((parts) => parts[0]);
  const title = (/** @type {keyof typeof kinds} */ kind, /** @type {string} */ id) => kinds[kind].find((one) => one.id === id)?.titel ?? id;
  box.append(make("div", { class: "kw-balk" }, list, more), picture, table);
  return {
    read: () => Object.fromEntries(named().map((parts, at) => [`persoon-${at + 1}`, parts.join(" | ")])),
    rows: () => named().map(([name, kring, soort, steun]) => [name, `${title("kring", kring)}, ${title("soort", soort)}, ${title("steun", steun)}`]),
    write: (values) => {
      people = [];
      list.replaceChildren();
      const keys = Object.keys(values).filter((key) => /^persoon-\d+$/.test(key));
      for (const key of keys.sort((a, b) => Number(a.slice(8)) - Number(b.slice(8)))) add(String(values[key]).split("|").map((part) => part.trim()));
    },
    draw: () => {
      const all = named();
      people.forEach((row, at) => row.number(at + 1));
      picture.replaceChildren(drawing(middle, kinds, all), legend(kinds));
      const head = make("tr", {}, ...["Wie", "Kring", "Soort relatie", "Steun"].map((text) => make("th", { scope: "col" }, text)));
      const lines = all.map(([name, kring, soort, steun], at) =>
        make("tr", {}, ...[`${at + 1}. ${name}`, title("kring", kring), title("soort", soort), title("steun", steun)].map((text) => make("td", {}, text))),
      );
      table.replaceChildren(make("thead", {}, head), make("tbody", {}, ...lines));
    },
  };
}

/**
 * The controls of one person.
 * @param {Record<"kring" | "soort" | "steun", Choice[]>} kinds
 * @param {string[]} parts - name, ring, kind and support, as far as known
 * @param {() => void} remove
 */
function personRow(kinds, parts, remove) {
  const name = /** @type {HTMLInputElement} */ (make("input", { type: "text", autocomplete: "off", maxlength: 60 }));
  name.value = parts[0] ?? "";
  const legend = make("legend", {});
  const selects = /** @type {const} */ (["kring", "soort", "steun"]).map((kind, at) => {
    const select = /** @type {HTMLSelectElement} */ (make("select", {}, ...kinds[kind].map((one) => make("option", { value: one.id }, one.titel))));
    if (kinds[kind].some((one) => one.id === parts[at + 1])) select.value = parts[at + 1];
    return select;
  });
  const labels = ["Hoe dichtbij", "Soort relatie", "Steun"];
  const eraser = button("Haal weg", remove, "kw-knop kw-wis");
  const element = make(
    "li",
    {},
    make(
      "fieldset",
      { class: "kw-persoon" },
      legend,
      make("label", {}, "Naam of letter", name),
      ...selects.map((select, at) => make("label", {}, labels[at], select)),
      eraser,
    ),
  );
  return {
    element,
    read: () => [name.value.replace(/\|/g, "/").trim(), ...selects.map((select) => select.value)],
    focus: () => name.focus(),
    number: (/** @type {number} */ at) => {
      legend.textContent = `${at}.`;
      eraser.setAttribute("aria-label", `Haal weg: ${name.value || "deze persoon"}`);
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
  const [wide, high] = [740, 740];
  const [x, y] = [wide / 2, high / 2];
  const edge = kinds.kring.map((_, at) => 165 + (at * 190) / Math.max(1, kinds.kring.length - 1));
  const rings = edge.map((r) => svg("circle", { cx: x, cy: y, r, class: "kw-eco-kring" }));
  const names = kinds.kring.map((one, at) => svg("text", { x, y: y - edge[at] + 20, class: "kw-eco-kringnaam" }, one.titel));
  /** @type {Node[]} */
  const lines = [];
  /** @type {Node[]} */
  const marks = [];
  const taken = [-Math.PI / 2];
  kinds.kring.forEach((ring, level) => {
    const here = people.map((parts, at) => ({ parts, number: at + 1 })).filter(({ parts }) => parts[1] === ring.id);
    here.sort((a, b) => index(kinds.soort, a.parts[2]) - index(kinds.soort, b.parts[2]) || a.number - b.number);
    const far = (level ? (edge[level] + edge[level - 1]) / 2 : edge[0] * 0.68) + 4;
    const angles = spread(here.length, taken);
    taken.push(...angles);
    here.forEach(({ parts, number }, at) => {
      const angle = angles[at];
      const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
      const [px, py] = [x + dx * far, y + dy * far];
      lines.push(bond(parts[3], [x + dx * 50, y + dy * 50], [px - dx * 28, py - dy * 28]));
      marks.push(shape(index(kinds.soort, parts[2]), px, py), svg("text", { x: px, y: py, class: "kw-eco-tekst" }, String(number)));
      marks.push(svg("text", { x: px, y: py + 42, class: "kw-eco-naam" }, parts[0].length > 22 ? `${parts[0].slice(0, 21)}…` : parts[0]));
    });
  });
  const arrow = svg("marker", { id: "kw-pijl", viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 6, markerHeight: 6, orient: "auto-start-reverse" }, svg("path", { d: "M0 0 10 5 0 10z", class: "kw-eco-pijl" }));
  const label = people.length === 1 ? "één ander" : `${people.length} anderen`;
  return svg(
    "svg",
    { viewBox: `0 0 ${wide} ${high}`, role: "img", "aria-label": `Netwerk van ${middle} met ${label}. Dezelfde gegevens staan in de lijst.` },
    svg("defs", {}, arrow),
    ...rings,
    ...names,
    ...lines,
    svg("circle", { cx: x, cy: y, r: 44, class: "kw-eco-midden" }),
    svg("path", { d: `M${x} ${y - 4}a13 13 0 1 0-.1 0zM${x - 24} ${y + 26}a24 24 0 0 1 48 0z`, class: "kw-eco-mens" }),
    ...marks,
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
  const line = { x1: from[0].toFixed(1), y1: from[1].toFixed(1), x2: to[0].toFixed(1), y2: to[1].toFixed(1) };
  const ends = { geeft: ["marker-start"], krijgt: ["marker-end"], wederzijds: ["marker-start", "marker-end"] }[support];
  if (ends) return svg("line", { ...line, class: "kw-eco-lijn", ...Object.fromEntries(ends.map((end) => [end, "url(#kw-pijl)"])) });
  return svg("line", { ...line, class: `kw-eco-lijn kw-eco-lijn--${support === "onder-spanning" ? "spanning" : "anders"}` });
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
  const sign = (/** @type {Node} */ drawn, /** @type {string} */ text) => make("li", {}, svg("svg", { viewBox: "0 0 80 60", "aria-hidden": "true" }, drawn), text);
  return make(
    "ul",
    { class: "kw-eco-legenda" },
    ...kinds.soort.map((one, at) => sign(shape(at, 40, 30), one.titel)),
    ...kinds.steun.map((one) => sign(bond(one.id, [4, 30], [76, 30]), one.titel)),
  );
}
