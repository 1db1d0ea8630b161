import { mistakenIn, type ReleaseFile } from '@actions-aws/site';
import type { Build } from '../build/build.ts';
import { clashesIn } from '../plan/plan.ts';
import type { Result } from '../stage.ts';
import { count } from './words.ts';

/** What a person should look at, although it is no failure. */
export interface Warning {
  readonly title: string;
  readonly text: string;
}

/** From which share of missing pages on it is worth a warning that they do not get the page for it. */
const MANY = 0.1;

/** How many names a warning lists. */
const NAMED = 5;

/** All warnings of a build, and of what became of it. */
export function warningsOf(
  { observed, desired }: Pick<Result, 'observed' | 'desired'>,
  { notes }: Build,
): readonly Warning[] {
  const warnings: Warning[] = [];
  const warn = (title: string, text: string) => warnings.push({ title, text });
  const clashes = clashesIn(observed, desired);
  if (clashes.length > 0) {
    const each = clashes.map(({ path, kept, lost }) => `${path} (that of ${kept}, not of ${lost})`);
    warn(
      'A hashed name stands for two contents',
      `Tabs that are open on earlier releases get another file than theirs for ${named(each)}. A hashed name is not always a hash of the content: list such files in \`assets\` with a \`!\` before them, so that browsers ask for them again.`,
    );
  }
  for (const text of observed.losses) warn('Open tabs', text);
  if (notes.lost.length > 0) {
    warn(
      'Values that the page was built with',
      `\`config\` does not give ${named(notes.lost)}, which the block of a page was built with: they are gone from the page.`,
    );
  }
  if (notes.kept.length > 0) {
    warn(
      'Values of the build',
      `${named(notes.kept)} still ${notes.kept.length === 1 ? 'holds' : 'hold'} what the build put into the block of the page. A script that reads it there gets the old values.`,
    );
  }
  for (const [input, idle] of Object.entries(notes.idle)) {
    const own = input === 'exclude' ? idle.filter((text) => !USUAL.includes(text)) : idle;
    if (own.length === 0) continue;
    warn(
      'Patterns that match nothing',
      `\`${input === 'headers' ? 'header-rules' : input}\` has ${named(own)}, which ${own.length === 1 ? 'matches' : 'match'} no file of the build.`,
    );
  }
  if (notes.unknown.length > 0) {
    warn(
      'Unknown types',
      `Nothing is known of the type of ${named(notes.unknown)}, so that browsers download ${notes.unknown.length === 1 ? 'it' : 'them'}: give a \`content-type\` in \`header-rules\`.`,
    );
  }
  if (notes.otherwise.length > 0) {
    warn(
      'Text that is not UTF-8',
      `${named(notes.otherwise)}: ${count(notes.otherwise.length, 'file')} of text in another encoding than UTF-8, of which the answer says none.`,
    );
  }
  const dotted = observed.test.kind === 'key-value-store' ? pagesWithDots(desired.build.files) : [];
  if (dotted.length > 0) {
    warn(
      'Pages with a dot in their names',
      `The function of the site takes a path whose last name has a dot for that of a file: visitors reach ${named(dotted)} by the whole name, or in a folder with a slash at the end, and not without. Link to ${dotted.length === 1 ? 'it' : 'them'} so, or call ${dotted.length === 1 ? 'it' : 'them'} otherwise.`,
    );
  }
  const mistaken = observed.test.kind === 'key-value-store' ? mistakenIn(desired.build) : 0;
  if (mistaken >= MANY) {
    warn(
      'Many pages',
      `The pointer of a store has too little room to tell so many pages from others: of addresses that lead to no page, about ${Math.round(mistaken * 100)} in 100 get the refusal of S3 in place of 404.html. With fewer pages there are fewer of them; under \`pointer: origin-path\` an error page of the distribution gives all of them 404.html.`,
    );
  }
  if (!desired.build.files.some(({ hashed }) => hashed)) {
    warn(
      'No hashed files',
      'No file of the build counts as hashed: browsers ask for each of them again, and tabs that are open while a release comes lose what they load later. Name the files whose names change with their content in `assets`.',
    );
  }
  return warnings;
}

/** Pages such as `docs/v1.2.html` and `docs/v1.2/index.html`. */
function pagesWithDots(files: readonly Pick<ReleaseFile, 'path'>[]): readonly string[] {
  return files.flatMap(({ path }) => (/[^/]\.[^/]*(?:\/index)?\.html$/.test(path) ? [path] : []));
}

/** The defaults, which many builds have nothing of. */
const USUAL = ['**/*.map', '.vite/**'];

function named(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).join(', ');
  return names.length > NAMED ? `${shown} and ${names.length - NAMED} more` : shown;
}
