// The clock in a lesson plan: times from a start that the reader picks. Without this script the plan counts from 0:00.

import { button, make } from "./dom.js";
import { openStore } from "./opslag.js";

/** @typedef {import("./opslag.js").Store} Store */

/** @param {Document} root */
export async function start(root) {
  const store = await openStore();
  for (const section of root.querySelectorAll(".kw-lesplan:not([data-levend])")) {
    const plan = /** @type {HTMLElement} */ (section);
    plan.dataset.levend = "ja";
    connect(plan, store);
  }
}

/**
 * @param {HTMLElement} plan
 * @param {Store} store
 */
function connect(plan, store) {
  const key = `keuze/begintijd/${plan.dataset.les}`;
  const input = /** @type {HTMLInputElement} */ (make("input", { type: "time", id: `begin-${plan.dataset.les?.replace("/", "-")}` }));
  const end = make("span", { class: "kw-eindtijd", role: "status" });
  const draw = () => {
    const [hours, minutes] = input.value.split(":").map(Number);
    const from = input.value ? hours * 60 + minutes : 0;
    const last = run(plan, from);
    end.textContent = input.value ? `Tot ${clock(last)}` : "";
  };
  input.value = store.get(key)?.waarde ?? "";
  input.addEventListener("input", () => {
    if (input.value) store.set(key, { waarde: input.value });
    else store.remove(key);
    draw();
  });
  document.addEventListener("kw-niveau", draw);
  const print = button("Druk deze les af", () => printOnly(plan));
  plan.querySelector("table")?.before(make("div", { class: "kw-starttijd" }, make("label", { for: input.id }, "Begint om "), input, end, print));
  draw();
}

/**
 * Put the times in the rows that show; parts for mbo and hbo run beside each other.
 * @param {HTMLElement} plan
 * @param {number} from - minutes after midnight
 * @returns {number} when the lesson ends
 */
function run(plan, from) {
  const at = /** @type {Record<string, number>} */ ({ mbo: from, hbo: from });
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (plan.querySelectorAll("tr[data-minuten]"))) {
    if (row.hasAttribute("data-niveau-uit")) continue;
    const streams = row.dataset.niveau ? [row.dataset.niveau] : Object.keys(at);
    const begin = Math.max(...streams.map((one) => at[one]));
    const finish = begin + Number(row.dataset.minuten);
    for (const one of streams) at[one] = finish;
    const place = row.querySelector(".kw-klok");
    if (place) place.textContent = `${clock(begin)}–${clock(finish)}`;
  }
  return Math.max(...Object.values(at));
}

/** @param {number} minutes */
function clock(minutes) {
  return `${Math.floor(minutes / 60) % 24}:${String(minutes % 60).padStart(2, "0")}`;
}

/** @param {HTMLElement} plan */
function printOnly(plan) {
  document.documentElement.classList.add("kw-een-les");
  plan.classList.add("kw-deze-les");
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("kw-een-les");
    plan.classList.remove("kw-deze-les");
  }, { once: true });
  print();
}
