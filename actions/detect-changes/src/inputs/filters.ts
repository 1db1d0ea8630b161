import { readFile } from 'node:fs/promises';
import {
  type Input,
  InputError,
  input,
  type Parsed,
  path,
  type Refusal,
  readDocument,
  refused,
} from '@actions-aws/action';
import type { Filters } from '../components/component.ts';
import type { PatternList } from '../components/pattern-list.ts';
import { type FiltersDocument, filtersIn } from './document.ts';
import { deadLines, givesNothing, linesIn, refusal } from './lines.ts';

/** A document of more bytes than this is no list of patterns. */
const LARGEST_DOCUMENT = 1024 * 1024;

const COMMENT = 'Put it on a line of its own; where a name has ` #`, write ` \\#`.';

/**
 * The components: YAML or JSON, or the path of a file that holds it, which is one line that ends in `.yml` or `.yaml`.
 *
 * @param reserved names that no component may have.
 */
export function filters(reserved: readonly string[]): Input<FiltersDocument> {
  return input('YAML or JSON, or the path of a file', async (given, context) => {
    const { env } = context;
    let text = given;
    if (isPath(given)) {
      const found = await path({ kind: 'file' }).parse(given, context);
      if (!found.accepted) return found;
      // Of a workflow that is only checked, such as an example, the file is not there.
      if (!context.filesMustExist) return { accepted: true, value: filtersIn({ unknown: '**' }, { reserved }) };
      const bytes = await readFile(found.value);
      if (bytes.length > LARGEST_DOCUMENT) return refused(`must be a file of at most ${LARGEST_DOCUMENT} bytes`);
      text = bytes.toString('utf8').trim();
    }
    const read = await readDocument(text);
    if ('refusals' in read) return { accepted: false, refusals: read.refusals };
    const document = filtersIn(read.value, { reserved, workspace: env.GITHUB_WORKSPACE });
    return answer(document.refusals, document);
  });
}

/** Patterns, one on a line; a line that begins with `#` is a comment, and a list of YAML is read as one. */
export function patterns(): Input<PatternList> {
  return input('patterns, one on a line', async (given, { env }) => {
    const lines = given
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'));
    const commented = lines.flatMap((line, index) =>
      /\s#/.test(line) ? [refusal(`[${index}]`, line, 'has a comment behind it', COMMENT)] : [],
    );
    let value: unknown = lines;
    if (lines.every((line) => line.startsWith('- ')) || /^\[.*\]$/s.test(given)) {
      const read = await readDocument(given);
      if ('refusals' in read) return { accepted: false, refusals: read.refusals };
      value = read.value;
    } else if (commented.length > 0) return { accepted: false, refusals: commented };
    const read = linesIn(value, { at: '', workspace: env.GITHUB_WORKSPACE });
    return answer([...read.refusals, ...givesNothing(read), ...deadLines(read)], read.list);
  });
}

/**
 * The filters as a whole.
 *
 * @throws InputError naming every pattern that can never match because of `ignore`.
 */
export function filtersFrom(given: {
  readonly filters: FiltersDocument;
  readonly global: PatternList | undefined;
  readonly ignore: PatternList | undefined;
}): Filters {
  const { filters: document, global = [], ignore = [] } = given;
  const problems = document.deadBecauseOf(ignore);
  if (problems.length > 0) throw new InputError(problems.map((one) => ({ ...one, input: 'filters' })));
  return { components: document.components, global, ignore };
}

/** One line that ends as files of YAML do, and is no YAML itself. */
function isPath(given: string): boolean {
  return /^[^\n]+\.ya?ml$/i.test(given) && !/^[{["']|: /.test(given);
}

function answer<T>(refusals: readonly Refusal[], value: T): Parsed<T> {
  return refusals.length > 0 ? { accepted: false, refusals } : { accepted: true, value };
}
