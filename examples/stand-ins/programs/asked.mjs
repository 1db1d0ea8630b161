// What the programs here have in common: each knows one command line, and says that it is a stand-in.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What follows the words by which the program is asked for, such as `run` and `bandit==1.9.4`; it knows nothing else. */
export function asked(program, ...words) {
  const given = process.argv.slice(2);
  if (words.some((word, index) => given[index] !== word)) {
    console.error(`A stand-in for ${program} knows \`${program} ${words.join(' ')}\`, and not \`${given.join(' ')}\`.`);
    process.exit(64);
  }
  // Not on the standard output, which may be a report.
  console.error(
    `A stand-in for \`${program} ${words.join(' ')}\`, on this machine: it knows a few rules, and asks no network.`,
  );
  return given.slice(words.length);
}

/** The value behind an option. */
export function optionOf(given, option) {
  const place = given.indexOf(option);
  if (place < 0 || given[place + 1] === undefined) {
    console.error(`${option} is missing.`);
    process.exit(64);
  }
  return given[place + 1];
}

/** Files that match a pattern, in order, with their lines. */
export function filesLike(pattern) {
  const found = globSync(pattern, { exclude: ['node_modules', '.git'], withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative('.', path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort()
    .map((file) => ({ path: file, text: readFileSync(file, 'utf8') }))
    .map((file) => ({ ...file, lines: file.text.split('\n') }));
}

/** Each match of a pattern, with its line and column from 1 on. */
export function matchesIn({ lines }, pattern) {
  return lines.flatMap((line, index) =>
    [...line.matchAll(pattern)].map((match) => ({ match, line: index + 1, column: match.index + 1 })),
  );
}

export function writeJson(file, document, indent) {
  writeFileSync(file, `${JSON.stringify(document, null, indent)}\n`);
}

/** As scanners end: 1 where they found something. */
export function end(count) {
  process.exitCode = count === 0 ? 0 : 1;
}
