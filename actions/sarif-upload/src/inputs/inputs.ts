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
import { isSha } from '@actions-aws/git';
import { runInputs } from '@actions-aws/promotion';
import { reports } from './reports.ts';

/** A name for what was scanned; a slash at its end says nothing more. */
const category = text({
  pattern: /(?!\/)[^\p{Cc}]{1,200}/u,
  hint: 'must be a name such as `trivy/backend`, on one line',
  type: 'name',
});

/** The forms that GitHub takes: https://docs.github.com/en/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data */
const ref = text({
  pattern: /refs\/(?:heads\/\S+|tags\/\S+|pull\/\d+\/(?:merge|head))/,
  hint: 'must be a whole ref: `refs/heads/…`, `refs/tags/…`, `refs/pull/N/merge` or `refs/pull/N/head`',
  type: 'ref',
});

const sha: Input<string> = {
  ...text({ type: 'SHA of a commit' }),
  parse: (given) => (isSha(given) ? { accepted: true, value: given } : refused('must be the whole SHA of a commit')),
};

/** What a workflow gives. Names, descriptions and defaults are in action.yml. */
export const inputs = {
  sarif: reports(),
  category: optional(category),
  root: optional(
    text({
      pattern: /(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$)).+/,
      hint: 'must be a folder of the checkout',
      type: 'path in the checkout',
    }),
  ),
  ref: optional(ref),
  sha: optional(sha),
  whenUnavailable: choice('fail', 'skip'),
  token: optional(secret()),
  workingDirectory: path({ kind: 'directory' }),
  ...runInputs({ least: '10s' }),
};

/** What a workflow gets. */
export const outputs = ['outcome', 'analyses', 'sent', 'left-out', 'prepared', 'report'] as const;

export { failures } from '../outcome.ts';

/** What a workflow gave. */
export type Given = InputsOf<typeof inputs>;

/** A run of this action. */
export type SarifUpload = Run<Given, (typeof outputs)[number]>;
