// A preview of a term: a small card with its definition, at the word. Without this script the word is a plain link whose
// definition is its accessible description. What WCAG 1.4.13 asks: Esc closes, the card can be hovered, and it stays.

import { make } from "./dom.js";

const PAUSE = 350;
const GRACE = 250;
const EDGE = 8;
const GAP = 6;
const WORDS = "a[aria-describedby^=kw-]";

/** @type {HTMLElement | null} */
let card = null;
/** @type {HTMLAnchorElement | null} */
let word = null;
/** @type {number | undefined} */
let timer;
let touched = false;
let listening = false;

/** Listen once for the whole site; events bubble, so pages that come later need nothing. */
export function preview() {
  closeCard();
  if (listening) return;
  listening = true;
  document.addEventListener("pointerover", onPointerOver);
  document.addEventListener("pointerout", onPointerOut);
  document.addEventListener("pointerdown", onPointerDown, true);
  document.addEventListener("click", onClick, true);
  document.addEventListener("focusin", onFocusIn);
  document.addEventListener("focusout", onFocusOut);
  document.addEventListener("keydown", onKeyDown, true);
  addEventListener("scroll", place, { passive: true });
  addEventListener("resize", place);
}

/**
 * The word that an event is about.
 * @param {EventTarget | null} target
 * @returns {HTMLAnchorElement | null}
 */
function wordOf(target) {
  return target instanceof Element ? target.closest(WORDS) : null;
}

/**
 * Whether an event is about the card that is open.
 * @param {EventTarget | null} target
 */
function inCard(target) {
  return card !== null && target instanceof Node && card.contains(target);
}

/** @param {PointerEvent} event */
function onPointerOver(event) {
  if (event.pointerType !== "mouse") return;
  if (inCard(event.target)) return clearTimeout(timer);
  const found = wordOf(event.target);
  if (!found) return;
  clearTimeout(timer);
  if (found !== word) timer = setTimeout(() => openCard(found), PAUSE);
}

/** @param {PointerEvent} event */
function onPointerOut(event) {
  if (event.pointerType !== "mouse" || !(wordOf(event.target) || inCard(event.target))) return;
  clearTimeout(timer);
  timer = setTimeout(() => hasFocus() || closeCard(), GRACE);
}

/**
 * A finger or pen first opens the card; a tap beside it closes it.
 * @param {PointerEvent} event
 */
function onPointerDown(event) {
  touched = event.pointerType !== "mouse";
  if (card && !inCard(event.target) && wordOf(event.target) !== word) closeCard();
}

/** @param {MouseEvent} event */
function onClick(event) {
  const found = wordOf(event.target);
  if (!found || !touched) return;
  touched = false;
  if (found === word) return;
  event.preventDefault();
  event.stopPropagation();
  openCard(found);
}

/** @param {FocusEvent} event */
function onFocusIn(event) {
  const found = wordOf(event.target);
  if (!found || found === word || !found.matches(":focus-visible")) return;
  clearTimeout(timer);
  timer = setTimeout(() => openCard(found), PAUSE);
}

/** @param {FocusEvent} event */
function onFocusOut(event) {
  if (!wordOf(event.target) && !inCard(event.target)) return;
  if (inCard(event.relatedTarget) || (word && event.relatedTarget === word)) return;
  clearTimeout(timer);
  if (!card?.matches(":hover")) closeCard();
}

/** @param {KeyboardEvent} event */
function onKeyDown(event) {
  if (event.key !== "Escape") return;
  clearTimeout(timer);
  if (!card) return;
  event.stopPropagation();
  if (inCard(document.activeElement)) word?.focus();
  closeCard();
}

/** Whether the keyboard is at the word or in its card. */
function hasFocus() {
  const active = document.activeElement;
  return inCard(active) || (word !== null && active === word && word.matches(":focus-visible"));
}

/** Take the card away. */
function closeCard() {
  clearTimeout(timer);
  card?.remove();
  card = word = null;
}

/**
 * Show the card of a word, behind it in reading order, so that a screen reader and the Tab key find it there.
 * @param {HTMLAnchorElement} found
 */
function openCard(found) {
  closeCard();
  const definition = document.getElementById(found.getAttribute("aria-describedby") ?? "");
  if (!definition || !found.isConnected) return;
  word = found;
  card = cardFor(definition, found);
  found.after(card);
  place();
}

/**
 * The card: definition, number of meanings, and the way to the page of the term.
 * @param {HTMLElement} definition
 * @param {HTMLAnchorElement} found
 */
function cardFor(definition, found) {
  const term = definition.dataset.term || found.textContent || "";
  const senses = definition.dataset.n;
  return make(
    "span.kw-voorproef",
    { role: "note", "aria-label": `Begrip: ${term}` },
    make("span.kw-voorproef-tekst", definition.textContent),
    senses && make("span.kw-voorproef-aantal", `${senses} betekenissen naast elkaar`),
    make("a.kw-voorproef-link", { href: found.getAttribute("href") }, `Meer over ${term}`),
  );
}

/** Put the card below the word, or above it when there is no room below; never over it. */
function place() {
  if (!card || !word) return;
  const lines = [...word.getClientRects()];
  if (!lines.length) return closeCard();
  const first = lines[0];
  const last = lines[lines.length - 1];
  const roof = document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0;
  if (last.bottom < roof || first.top > innerHeight) return closeCard();
  const below = innerHeight - last.bottom - GAP - EDGE;
  const above = first.top - Math.max(roof, 0) - GAP - EDGE;
  const under = card.offsetHeight <= below || below >= above;
  const line = under ? last : first;
  const left = Math.min(Math.max(line.left, EDGE), document.documentElement.clientWidth - card.offsetWidth - EDGE);
  card.classList.toggle("kw-voorproef--boven", !under);
  const top = under ? last.bottom + GAP : first.top - GAP - card.offsetHeight;
  card.style.transform = `translate(${Math.round(Math.max(left, EDGE))}px, ${Math.round(top)}px)`; // not a shift of the layout
}
