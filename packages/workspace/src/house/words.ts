import { isSource, type Tree } from './tree.ts';

/** Words of which a reader has to stop and think, anywhere in a text. */
const prose: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\b(who|what)ever\b/i, 'name the subject'],
  [/\b(nobody|somebody|everybody)\b/i, 'name the subject'],
  [/\bmend(s|ed|ing)?\b/i, 'write repair, or say what happens'],
  [/\bbears?\b/i, 'write stand, take, or say what happens'],
  [/\b(is|are|was|were) to be\b/i, 'write must, will, or say it in the active'],
  [/\b(be|were) it\b/i, 'write whether … or'],
];

/** Words that the code has a better one for, in names that it gives: of files and of what it declares. */
const names: Readonly<Record<string, string>> = {
  trouble: 'failure',
  troubles: 'failure',
  surroundings: 'context',
  companion: 'previous alias',
  companions: 'previous alias',
  entrance: 'unqualified trigger',
  entrances: 'unqualified trigger',
  heal: 'abandoned canary',
  heals: 'abandoned canary',
  healed: 'abandoned canary',
  contest: 'race',
  contests: 'race',
  actor: 'process',
  actors: 'process',
  play: 'schedule',
  plays: 'schedule',
  played: 'schedule',
  hall: 'schedule',
  referee: 'oracle',
};

/** As a whole name only, and one: the `parts` of a token and `UploadPart` are good words. */
const wholeNames: Readonly<Record<string, string>> = { part: 'participant' };

/** The rule and its test name the words that they are about. */
const about = new Set(['packages/workspace/src/house/words.ts', 'packages/workspace/test/words.test.ts']);

/** Where the list of files stands that had such words before there was a rule, one path on a line. */
export const exceptionsFile = 'packages/workspace/words-exceptions.txt';

/**
 * Words that the house does not use, as sentences; in a file of {@link exceptionsFile} they may stand until it is rewritten,
 * and once it has none its line has to go, so that the list only shrinks.
 */
export function wrongWords(tree: Tree): string[] {
  const listed = (tree.get(exceptionsFile) ?? '').split('\n').filter((line) => line !== '');
  const excepted = new Set(listed);
  const wrong: string[] = [];
  for (const [file, text] of tree) {
    if (about.has(file) || file === exceptionsFile) continue;
    const found = wordsIn(file, text);
    if (!excepted.has(file)) wrong.push(...found);
    else if (found.length === 0)
      wrong.push(`${exceptionsFile} lists ${file}, which has no such word any more: remove its line.`);
  }
  const gone = listed.filter((file) => !tree.has(file));
  return [...wrong, ...gone.map((file) => `${exceptionsFile} lists ${file}, which is not there: remove its line.`)];
}

/** What is wrong in one file, a sentence for each line and word. */
export function wordsIn(file: string, text: string): string[] {
  const last = file.split('/').at(-1) ?? '';
  const inName = wordsOf(last.replace(/\..*$/, '')).map((word) => names[word] && `is called "${word}": ${names[word]}`);
  const inText = text.split('\n').flatMap((line, index) => {
    const phrases = prose.flatMap(([pattern, instead]) => {
      const [found] = pattern.exec(line) ?? [];
      return found ? [`says "${found}": ${instead}`] : [];
    });
    const declared = isSource(file) ? declaredIn(line).flatMap(wrongName) : [];
    return [...phrases, ...declared].map((what) => `:${index + 1} ${what}.`);
  });
  return [...inName.flatMap((what) => (what ? [` ${what}.`] : [])), ...inText].map((what) => `${file}${what}`);
}

/** Names that a line of code gives to values, functions and types. */
function declaredIn(line: string): string[] {
  return [...line.matchAll(/\b(?:const|let|function|class|interface|type)\s+([A-Za-z_$][\w$]*)/g)].map(
    ([, name = '']) => name,
  );
}

function wrongName(name: string): string[] {
  const whole = wholeNames[name.toLowerCase()];
  const better = [...new Set(wordsOf(name))].flatMap((word) => (names[word] ? [`"${word}": ${names[word]}`] : []));
  return [...(whole ? [`"${name}": ${whole}`] : []), ...better].map((what) => `declares ${name}, ${what}`);
}

/** `steppedContest` and `two-contests` are two words each, `display` is one. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.toLowerCase());
}
