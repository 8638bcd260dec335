// Small helpers for the parts that make elements.

/**
 * An element with attributes and children; an attribute that is false, null or undefined is left out.
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 * @param {...(Node | string | null)} children
 * @returns {HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value != null) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/**
 * A button that does something.
 * @param {string} text
 * @param {() => void} action
 * @param {string} [look] - class; a plain text button when left out
 */
export function button(text, action, look = "kw-knop") {
  const element = make("button", { type: "button", class: look }, text);
  element.addEventListener("click", action);
  return element;
}

/**
 * The progress mark: a circle that fills by quarters. It is a picture; say in words beside it what it shows.
 * @param {number} part - from 0 to 1; only what is done is a full circle
 */
export function quarter(part) {
  return make("span", { class: "kw-kwart", "data-kwart": part >= 1 ? 4 : Math.min(3, Math.floor(part * 4)), "aria-hidden": "true" });
}

/**
 * Copies of what stands in an element; a lone paragraph is unwrapped.
 * @param {Element | null | undefined} element
 * @returns {Node[]}
 */
export function contents(element) {
  if (!element) return [];
  const only = element.children.length === 1 && element.children[0].tagName === "P" ? element.children[0] : element;
  return [...only.childNodes].map((node) => node.cloneNode(true));
}

/**
 * The words of an element on one line.
 * @param {Element | null | undefined} element
 */
export function words(element) {
  return (element?.textContent ?? "").replace(/\s+/g, " ").trim();
}

/**
 * Tell something in one sentence at the bottom of the window, to eye and ear.
 * @param {string} text
 */
export function tell(text) {
  let box = document.querySelector(".kw-melding");
  if (!box) {
    box = make("div", { class: "kw-melding md-typeset", role: "status" });
    document.body.append(box);
  }
  const close = button("Sluiten", () => box.replaceChildren());
  setTimeout(() => box.replaceChildren(make("p", {}, text), close), 50);
}

/**
 * Call a function when nothing has happened for a while, and at once when the page goes away.
 * @param {() => void} action
 * @param {number} [wait] - milliseconds
 */
export function later(action, wait = 400) {
  let timer = 0;
  const now = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    action();
  };
  addEventListener("pagehide", now);
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(now, wait);
  };
}

/**
 * Offer a text as a file.
 * @param {string} name
 * @param {string} text
 */
export function download(name, text) {
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.getAttribute("href") ?? ""), 1000);
}

/**
 * A button with which the reader picks a file; its text goes to `use`.
 * @param {string} label
 * @param {(text: string) => void} use
 */
export function filePicker(label, use) {
  const input = /** @type {HTMLInputElement} */ (make("input", { type: "file", accept: ".json,application/json", hidden: true }));
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    input.value = "";
    if (file) use(await file.text());
  });
  return make("span", {}, button(label, () => input.click()), input);
}
