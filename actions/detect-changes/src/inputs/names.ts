import { wrongLetters } from '@actions-aws/action';

/** What a component, or a field of one, may be called: it is the name of an output, or of a key in the matrix. */
export const NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,99}$/;

/** Words that others use for what a key of ours says. */
const SYNONYMS: Readonly<Record<string, string>> = {
  path: 'paths',
  pattern: 'paths',
  patterns: 'paths',
  glob: 'paths',
  globs: 'paths',
  need: 'needs',
  depends: 'needs',
  'depends-on': 'needs',
  dependencies: 'needs',
  requires: 'needs',
  every: 'all-of',
  'change-type': 'status',
  'last-successful': 'last-success',
  'latest-success': 'last-success',
};

/** The known name that an unknown one may be meant for: a synonym, or one wrong letter; `_` and capitals make no difference. */
export function meant(given: string, known: readonly string[]): string | undefined {
  const name = given.toLowerCase().replaceAll('_', '-');
  const synonym = Object.hasOwn(SYNONYMS, name) ? SYNONYMS[name] : undefined;
  if (synonym !== undefined && known.includes(synonym)) return synonym;
  return known
    .map((own) => ({ own, letters: Math.min(...[name, name.replaceAll('-', '')].map((one) => letters(one, own))) }))
    .filter((one) => one.letters <= 1)
    .sort((a, b) => a.letters - b.letters)[0]?.own;
}

function letters(given: string, own: string): number {
  return Math.min(wrongLetters(given, own), wrongLetters(given, own.replaceAll('-', '')));
}
