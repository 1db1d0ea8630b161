import {
  choice,
  type Input,
  type InputsOf,
  optional,
  path,
  type Run,
  refused,
  secret,
  text,
} from '@actions-aws/action';
import { filters, patterns } from './filters.ts';
import { meant } from './names.ts';

/** What a workflow gets beside an output of each component, which is `true` or `false`. */
export const outputs = [
  'changes',
  'any',
  'matrix',
  'base',
  'head',
  'strategy',
  'complete',
  'reason',
  'count',
  'files',
  'truncated',
  'files-json',
  'files-nul',
] as const;

/** The input whose keys are the names of further outputs: those that action.yml cannot declare. */
export const outputsNamedBy = 'filters';

/** A commit, a branch or a tag, as git takes it; nothing that could be an option, a range or a path. */
const revision = text({
  pattern: /(?!-)(?!.*(?:\.\.|@\{))[^\s\p{Cc}:?*[\\]+/u,
  hint: 'must be a commit, a branch or a tag',
  type: 'commit, branch or tag',
});

/** What `since` says beside a commit, a branch or a tag. */
const SINCE_WORDS = ['last-success', 'parent'];

/** A word that is nearly one of these is a slip: taken for a branch that is not there, it would only concern everything. */
const since: Input<string> = {
  ...revision,
  type: '`last-success`, `parent`, or a commit, branch or tag',
  parse(given, context) {
    const word = meant(given, SINCE_WORDS);
    if (word === undefined || word === given) return revision.parse(given, context);
    return refused(
      'is nearly one of its words',
      `Write \`${word}\`; a branch that is really called so is \`refs/heads/${given}\`, a tag \`refs/tags/${given}\`.`,
    );
  },
};

/** What a workflow gives. Names, descriptions and defaults are in action.yml. */
export const inputs = {
  filters: filters([...outputs, 'outcome']),
  global: optional(patterns()),
  ignore: optional(patterns()),
  since: optional(since),
  sinceJob: optional(text()),
  sinceEnvironment: optional(text()),
  tags: optional(patterns()),
  base: optional(revision),
  head: optional(revision),
  onUnknown: choice('all', 'fail'),
  token: optional(secret()),
  workingDirectory: path({ kind: 'directory' }),
};

/** The inputs, read. */
export type Given = InputsOf<typeof inputs>;

/** A run of this action. */
export type DetectChanges = Run<Given, (typeof outputs)[number]>;
