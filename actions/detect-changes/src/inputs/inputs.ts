import { choice, type InputsOf, optional, path, type Run, secret, text } from '@actions-aws/action';
import { filters, patterns } from './filters.ts';

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

/** What a workflow gives. Names, descriptions and defaults are in action.yml. */
export const inputs = {
  filters: filters([...outputs, 'outcome']),
  global: optional(patterns()),
  ignore: optional(patterns()),
  since: optional({ ...revision, type: '`last-success`, `parent`, or a commit, branch or tag' }),
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
