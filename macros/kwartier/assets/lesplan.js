// The clock in a lesson plan: times from a start that the reader picks. Without this script the plan counts from 0:00.

import { button, make, printAs } from "./dom.js";
import { openStore } from "./opslag.js";

/** @param {HTMLElement} plan */
export async function lesplan(plan) {
  const store = await openStore();
  const key = `keuze/begintijd/${plan.dataset.les}`;
  const end = make("span.kw-eindtijd", { role: "status" });
  const oninput = () => {
    if (input.value) store.set(key, { waarde: input.value });
    else store.remove(key);
    draw();
  };
  const input = make("input", { type: "time", value: store.get(key)?.waarde, oninput });
  const draw = () => {
    const [hours, minutes] = input.value.split(":").map(Number);
    const last = run(plan, input.value ? hours * 60 + minutes : 0);
    end.textContent = input.value && `Tot ${clock(last)}`;
  };
  const print = button("Druk deze les af", () => {
    for (const one of document.querySelectorAll(".kw-lesplan")) one.classList.toggle("kw-deze-les", one === plan);
    printAs("kw-een-les");
  });
  document.addEventListener("kw-niveau", draw);
  plan.querySelector("table")?.before(make("div.kw-starttijd", make("label", "Begint om ", input), end, print));
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
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (plan.querySelectorAll("tr[data-minuten]:not([data-niveau-uit])"))) {
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
