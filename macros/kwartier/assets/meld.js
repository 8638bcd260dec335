// The link with which a reader reports an improvement: it takes along the heading that the reader is at, or the one above
// the words that are selected. On a wide screen it also stands beside the text, so that it is there while reading.

import { make, words } from "./dom.js";

const FOLLOWING = 4; // Node.DOCUMENT_POSITION_FOLLOWING, which is also said of what is inside

/** @param {HTMLAnchorElement} below */
export function meld(below) {
  const side = document.querySelector("nav.md-sidebar--secondary");
  if (side && !side.querySelector(".kw-meld")) side.append(make("p.kw-meld-zij", below.cloneNode(true)));
  const { href } = below;
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".kw-meld"))) {
    link.onclick = link.onauxclick = () => {
      link.href = withHeading(href);
    };
  }
}

/**
 * The address of the form with the heading in it.
 * @param {string} href
 */
function withHeading(href) {
  const url = new URL(href);
  const heading = current();
  if (heading) url.searchParams.set("onderdeel", `${words(heading)} (#${heading.id})`);
  return url.href;
}

/** The last heading above the selected words, else the last one that has passed the upper part of the window. */
function current() {
  const headings = [...document.querySelectorAll("article :is(h1, h2, h3)[id]")];
  const selected = getSelection();
  const anchor = selected && !selected.isCollapsed ? selected.anchorNode : null;
  const before = anchor && document.querySelector("article")?.contains(anchor)
    && headings.findLast((one) => one.compareDocumentPosition(anchor) & FOLLOWING);
  return before || headings.findLast((one) => one.getBoundingClientRect().top < innerHeight * 0.4);
}
