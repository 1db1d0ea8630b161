import { duration, type Input, type InputsOf, optional, type Run, text } from '@actions-aws/action';
import { siteAddress } from '@actions-aws/checks';
import { failuresOfSites, runInputs } from '@actions-aws/promotion';
import { bucketName, distributionId, pointerChoice } from '@actions-aws/site';
import { ANY } from '../plan/state.ts';

/** Says that where to go back to is the release before, as the pointer remembers it. */
export const PREVIOUS = 'previous';

/** What a workflow gives. Names, descriptions and defaults are in action.yml. */
export const inputs = {
  bucket: bucketName(),
  appDistribution: distributionId(),
  pointer: pointerChoice(),
  onlyIf: releaseOr(ANY),
  to: releaseOr(PREVIOUS),
  appUrl: optional(siteAddress()),
  settle: duration({ min: '0s', max: '10m' }),
  ...runInputs({ least: '1s' }),
};

/** What a workflow gets. */
export const outputs = ['outcome', 'release-id', 'previous-release', 'app-url', 'report'] as const;

/** Why a run is red, by the `code` in the output `report`. */
export const failures = failuresOfSites(
  'check-failed',
  'canary-failed',
  'code-changed',
  'older-run',
  'unsafe',
  'not-proved',
  'stopped',
  'not-ready',
);

/** What a workflow gave. */
export type Given = InputsOf<typeof inputs>;

/** A run of this action. */
export type FrontendRollback = Run<Given, (typeof outputs)[number]>;

/** A release, or the word that stands for one that need not be named. */
function releaseOr(word: typeof ANY | typeof PREVIOUS): Input<string> {
  return text({
    pattern: new RegExp(`(${word}|[0-9a-f]{16})`),
    hint: `must be the id of a release, such as 0123456789abcdef, or \`${word}\``,
    type: `id of a release, or \`${word}\``,
  });
}
