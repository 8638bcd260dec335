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

/** @type {[string, string][]} */
const ENDINGS = [["ssen", "s"], ["etjes", ""], ["etje", ""], ["tjes", ""], ["tje", ""], ["jes", ""], ["je", ""]];

/**
 * The search key of one folded word.
 * @param {string} word
 */
export function stem(word) {
  word = word.replaceAll("'", "");
  if (word.length < 4 || /^\d+$/.test(word)) return word;
  if (word.endsWith("heden")) return word.slice(0, -5) + "heid";
  if (word.endsWith("ieen")) word = word.slice(0, -2);
  for (const [ending, rest] of ENDINGS) {
    if (word.endsWith(ending) && word.length - ending.length + rest.length >= 3) return tidy(word.slice(0, -ending.length) + rest);
  }
  if (word.endsWith("en") && word.length >= 5) return tidy(word.slice(0, -2));
  if (word.endsWith("es") && word.length >= 6) return tidy(word.slice(0, -2));
  if (word.endsWith("s") && word.length >= 4 && !"sui".includes(word[word.length - 2])) return tidy(word.slice(0, -1));
  if (word.endsWith("e") && word.length >= 5) return tidy(word.slice(0, -1));
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
