// Dutch words as search keys, exactly as macros/kwartier/dutch.py makes them at index time; a test compares the two.

const ACCENTS = /[\u0300-\u036f]/g;
const WORD = /[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu;
const VOWELS = "aeiouy";

/** Words that say nothing about a page. */
export const STOP = new Set(
  ("aan al als bij dan dat de die dit door een en er het hij hoe ik in is je jij jou jouw kan maar me men met mijn naar niet nog " +
    "nu of om ook op over te tot uit van veel voor wat we wel wie wij word wordt ze zich zij zijn zo zou").split(" "),
);

/**
 * A text without capitals and accents, with straight apostrophes.
 * @param {string} text
 */
export function fold(text) {
  return text.toLowerCase().replace(/[‘’]/g, "'").normalize("NFD").replace(ACCENTS, "").normalize("NFC");
}

/**
 * The folded words of a text, in order.
 * @param {string} text
 * @returns {string[]}
 */
export function words(text) {
  return fold(text).match(WORD) ?? [];
}

/** @type {[string, string, number][]} What a word may end in, what comes in its place, and from which length on. */
const ENDINGS = [
  ["ssen", "s", 6], ["etjes", "", 8], ["etje", "", 7], ["tjes", "", 7], ["tje", "", 6], ["jes", "", 6], ["je", "", 5],
  ["en", "", 5], ["es", "", 6], ["s", "", 4], ["e", "", 5],
];

/**
 * The search key of one folded word.
 * @param {string} word
 */
export function stem(word) {
  word = word.replaceAll("'", "");
  if (word.length < 4 || /^\d+$/.test(word)) return word;
  if (word.endsWith("heden")) return word.slice(0, -5) + "heid";
  if (word.endsWith("ieen")) word = word.slice(0, -2);
  for (const [ending, rest, least] of ENDINGS) {
    const belongs = ending === "s" && "sui".includes(word[word.length - 2]); // proces, status, radius
    if (word.endsWith(ending) && word.length >= least && !belongs) return tidy(word.slice(0, -ending.length) + rest);
  }
  return tidy(word);
}

/** @param {string} word */
function tidy(word) {
  const at = (/** @type {number} */ i) => word[word.length + i];
  if (word.length > 3 && at(-1) === at(-2) && !VOWELS.includes(at(-1))) word = word.slice(0, -1);
  if (word.length > 3 && at(-2) === at(-3) && "aeou".includes(at(-2)) && !VOWELS.includes(at(-1))) {
    word = word.slice(0, -2) + at(-1);
  }
  if (at(-1) === "v") return word.slice(0, -1) + "f";
  if (at(-1) === "z") return word.slice(0, -1) + "s";
  return word;
}
