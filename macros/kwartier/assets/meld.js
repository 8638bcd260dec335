// The link with which a reader reports an improvement: it takes along the heading that the reader is at, or the one above
// the words that are selected. On a wide screen it also stands beside the text, so that it is there while reading.

import { make, words } from "./dom.js";

/** @param {Document} root */
export function start(root) {
  const below = /** @type {HTMLAnchorElement} */ (root.querySelector(".kw-meld"));
  const side = root.querySelector(".md-sidebar--secondary .md-sidebar__inner");
  if (side && !side.querySelector(".kw-meld")) side.append(make("p", { class: "kw-meld-zij" }, below.cloneNode(true)));
  for (const link of root.querySelectorAll(".kw-meld")) {
    const takeAlong = () => link.setAttribute("href", address(below.href, root));
    link.addEventListener("click", takeAlong);
    link.addEventListener("auxclick", takeAlong);
  }
}

/**
 * The address of the form with the heading in it.
 * @param {string} href
 * @param {Document} root
 */
function address(href, root) {
  const url = new URL(href);
  const heading = current(root);
  if (heading) url.searchParams.set("onderdeel", `${words(heading)} (#${heading.id})`);
  return url.href;
}

/**
 * The last heading above the selected words, else the last one that has passed the upper part of the window.
 * @param {Document} root
 */
function current(root) {
  const headings = [...root.querySelectorAll("article :is(h1, h2, h3)[id]")];
  const selected = getSelection();
  const anchor = selected && !selected.isCollapsed ? selected.anchorNode : null;
  if (anchor && root.querySelector("article")?.contains(anchor)) {
    const before = headings.filter((one) => one.contains(anchor) || one.compareDocumentPosition(anchor) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (before.length) return before[before.length - 1];
  }
  const passed = headings.filter((one) => one.getBoundingClientRect().top < innerHeight * 0.4);
  return passed[passed.length - 1] ?? null;
}
