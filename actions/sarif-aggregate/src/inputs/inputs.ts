import {
  accepted,
  choice,
  entriesOf,
  flag,
  type Input,
  type InputsOf,
  input,
  optional,
  path,
  type Run,
} from '@actions-aws/action';
import { KINDS, type Kind } from '@actions-aws/findings';
import { acceptances, exclusions } from './documents.ts';
import { fileOfJob, folderToWrite } from './paths.ts';
import { scans } from './scans.ts';

/** What a workflow gets. */
export const outputs = [
  'verdict',
  'block',
  'blocking',
  'findings',
  'new',
  'fixed',
  'absent',
  'severities',
  'incomplete',
  'sarif',
  'html',
  'json',
  'csv',
] as const;

/** What a severity may be compared with; `never` is met by none. */
const thresholds = ['critical', 'high', 'medium', 'low', 'never'] as const;

/** Kinds of findings, each once. */
const kinds: Input<readonly Kind[]> = input('list of kinds, separated by commas or lines', (given) => {
  const read = entriesOf(given);
  if (!read.accepted) return read;
  const words = KINDS.map((kind) => `\`${kind}\``);
  const message = `each entry must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
  const wrong = read.value.filter((word) => !KINDS.some((kind) => kind === word));
  if (wrong.length > 0) return { accepted: false, refusals: wrong.map((value) => ({ value, message })) };
  return accepted(KINDS.filter((kind) => read.value.includes(kind)));
});

/** What a workflow gives. Names, descriptions and defaults are in action.yml. */
export const inputs = {
  scans: scans(),
  baseline: optional(fileOfJob()),
  failOn: choice(...thresholds),
  failOnNew: choice(...thresholds),
  unknownAs: optional(choice('critical', 'high', 'medium', 'low')),
  kinds,
  exclude: optional(exclusions),
  accept: optional(acceptances),
  enforce: flag(),
  workingDirectory: path({ kind: 'directory' }),
  outputFolder: optional(folderToWrite()),
};

/** The inputs, read. */
export type Given = InputsOf<typeof inputs>;

/** A run of this action. */
export type SarifAggregate = Run<Given, (typeof outputs)[number]>;
