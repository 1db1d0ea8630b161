import { readFile } from 'node:fs/promises';
import { type Input, input, path, readDocument, refused } from '@actions-aws/action';
import { type Acceptance, acceptancesIn } from '../gate/acceptance.ts';
import { type Exclusion, exclusionsIn } from '../gate/exclusion.ts';

/** A file of more bytes than this is no list of what was looked at one by one. */
const LARGEST_FILE = 1024 * 1024;

/** What is left out: globs of paths, one on a line, or a list of YAML with `path`, `rule` or both. */
export const exclusions: Input<readonly Exclusion[]> = input('globs, one on a line, or YAML', async (given) => {
  const lines = linesIn(given);
  const read = lines ? { value: lines } : await readDocument(given);
  if ('refusals' in read) return { accepted: false, refusals: read.refusals };
  const { exclusions: found, refusals } = exclusionsIn(read.value);
  return refusals.length === 0 ? { accepted: true, value: found } : { accepted: false, refusals };
});

/** The lines of what is no list, mapping or JSON of YAML, which has other ideas of `*` and `#`. */
function linesIn(given: string): readonly string[] | undefined {
  const lines = given
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  return lines.some((line) => /^(?:-(?:\s|$)|\[.*\]$|\{|["'])|^\w+:(?:\s|$)/.test(line)) ? undefined : lines;
}

/** A file of the checkout with what is accepted, whose mistakes are those of the input. */
export const acceptances: Input<readonly Acceptance[]> = input<readonly Acceptance[]>(
  'path of a file',
  async (given, context) => {
    const found = await path({ kind: 'file' }).parse(given, context);
    if (!found.accepted) return found;
    // Of a workflow that is only checked, such as an example, the file is not there.
    if (!context.filesMustExist) return { accepted: true, value: [] };
    const bytes = await readFile(found.value);
    if (bytes.length > LARGEST_FILE) return refused(`must be a file of at most ${LARGEST_FILE} bytes`);
    const text = bytes.toString('utf8').replace(/^\ufeff/, '');
    const read = text.trim() === '' ? { value: null } : await readDocument(text);
    const { acceptances: entries, refusals } =
      'refusals' in read ? { acceptances: [], refusals: read.refusals } : acceptancesIn(read.value);
    return refusals.length === 0 ? { accepted: true, value: entries } : { accepted: false, refusals };
  },
);
