// Highlight on a page what was searched for: the words of which the search key stands in `?h=` of the address.

import { marked } from "./zoek.js";

/**
 * Mark the words in the article; the address loses its `h`, so that a shared link is clean.
 * @param {HTMLElement} article
 */
export function markeer(article) {
  const url = new URL(location.href);
  const keys = url.searchParams.get("h")?.split(" ") ?? [];
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT, {
    acceptNode: (node) => (node.parentElement?.closest("script, style, button, [hidden], .kw-kicker") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
  });
  /** @type {Text[]} */
  const nodes = [];
  while (walker.nextNode()) nodes.push(/** @type {Text} */ (walker.currentNode));
  for (const node of nodes) {
    const pieces = marked(node.data, keys);
    if (pieces.some((piece) => typeof piece !== "string")) node.replaceWith(...pieces);
  }
  url.searchParams.delete("h");
  history.replaceState(null, "", url);
}
