// What the parts of a page share: making elements, saying something, and the addresses of pages.

/** The top of this version of the site. */
export const ROOT = new URL("../../", import.meta.url);

/**
 * What an element gets: attributes (a function listens; what is false, null or undefined is left out), nodes, texts, and lists
 * of all of these.
 * @typedef {{ [name: string]: string | number | boolean | ((event: any) => void) | null | undefined }} Attributes
 * @typedef {Attributes | Node | string | false | null | undefined} Part
 * @typedef {Part | Part[] | Part[][]} Parts
 */

/**
 * An element.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T | `${T}.${string}`} name - tag with classes: `p.kw-knoppen`
 * @param {...Parts} parts
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(name, ...parts) {
  const [tag, ...look] = name.split(".");
  const element = document.createElement(/** @type {T} */ (tag));
  if (look[0]) element.className = look.join(" ");
  return fill(element, ...parts);
}

/**
 * Give an element these parts, in the place of what was in it.
 * @template {Element} T
 * @param {T} element
 * @param {...Parts} parts
 */
export function fill(element, ...parts) {
  element.replaceChildren();
  for (const part of parts.flat(2)) {
    if (part instanceof Node || typeof part === "string") element.append(part);
    else for (const [name, value] of Object.entries(part || {})) {
      if (typeof value === "function") Object.assign(element, { [name]: value });
      else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  return element;
}

/**
 * A button that does something.
 * @param {string} text
 * @param {() => void} action
 * @param {string} [look] - classes, with points between; a plain text button when left out
 * @param {Attributes} [more]
 */
export function button(text, action, look = "kw-knop", more) {
  return make(`button.${look}`, { type: "button", onclick: action }, more, text);
}

/**
 * The progress mark: a circle that fills by quarters. It is a picture; say in words beside it what it shows.
 * @param {number} part - from 0 to 1; only what is done is a full circle
 */
export function quarter(part) {
  return make("span.kw-kwart", { "data-kwart": part >= 1 ? 4 : Math.min(3, Math.floor(part * 4)), "aria-hidden": "true" });
}

/**
 * Copies of what stands in an element; a lone paragraph is unwrapped.
 * @param {Element | null} element
 * @returns {Node[]}
 */
export function contents(element) {
  const only = element?.matches(":has(> p:only-child)") ? element.firstElementChild : element;
  return [...(only?.cloneNode(true).childNodes ?? [])];
}

/**
 * The words of an element on one line.
 * @param {Element | null | undefined} element
 */
export function words(element) {
  return (element?.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** What the page is called. */
export function pageTitle() {
  return words(document.querySelector("h1"));
}

/**
 * A text without capitals and accents, for comparing.
 * @param {string} text
 */
export function plain(text) {
  return text.trim().toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
}

/**
 * Tell something in one sentence at the bottom of the window, to eye and ear.
 * @param {string} text
 */
export function tell(text) {
  let box = document.querySelector(".kw-melding");
  if (!box) document.body.append((box = make("div.kw-melding.md-typeset", { role: "status" })));
  const place = box;
  const close = button("Sluiten", () => place.replaceChildren());
  setTimeout(() => place.replaceChildren(make("p", text), close), 50);
}

/**
 * Call a function when nothing has happened for a while, and at once when the page goes away.
 * @param {() => void} action
 */
export function later(action) {
  let timer = 0;
  const now = () => {
    if (timer) action();
    clearTimeout(timer);
    timer = 0;
  };
  addEventListener("pagehide", now);
  return () => {
    clearTimeout(timer);
    timer = setTimeout(now, 400);
  };
}

/**
 * Print the page with these classes on its root.
 * @param {...string} looks
 */
export function printAs(...looks) {
  const { classList } = document.documentElement;
  classList.add(...looks);
  addEventListener("afterprint", () => classList.remove(...looks), { once: true });
  print();
}

/**
 * The address of a compiled page, in the form that this site uses.
 * @param {string} page
 */
export function address(page) {
  const html = document.querySelector("script[data-adres=html]");
  return new URL(html ? page.replace(/\.md$/, ".html") : page.replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, "/"), ROOT).href;
}
