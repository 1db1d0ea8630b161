import { type Failure, isOlder } from '@actions-aws/promotion';
import { failureOfSurvey } from '@actions-aws/site';
import { isStillStaged, moves } from './ownership.ts';
import type { Desired, Observed } from './state.ts';

/** A reason not to begin. */
export type Refusal = Failure;

/** Looks for all that keeps the pointer from being moved, before the first write. */
export function refusal(observed: Observed, desired: Desired): Refusal | undefined {
  return (
    failureOfSurvey(observed.verdicts) ??
    (moves(observed, desired)
      ? (replaced(observed, desired) ?? unfinished(observed, desired) ?? unproved(desired) ?? older(observed, desired))
      : undefined)
  );
}

/** Words for what TEST serves instead of what was staged. */
export function replaced({ test }: Pick<Observed, 'test'>, desired: Desired): Refusal | undefined {
  if (isStillStaged(test, desired)) return undefined;
  const { release } = desired.staged;
  const who = test.mark?.owner ? `run ${test.mark.owner.run} (${test.mark.by})` : 'another hand';
  const now =
    test.release === release ? `it was staged once more, by ${who}` : `it is at ${test.raw || '/'} now, by ${who}`;
  return {
    code: 'code-changed',
    message: `TEST does not serve the release ${release} any more as it was staged: ${now}. What was tested there may be another release.`,
    hint: 'Let the newer run promote, or stage this one again; a common `concurrency:` group lets runs follow one another.',
  };
}

function unfinished({ manifest, misplaced }: Observed, { staged, bucket }: Desired): Refusal | undefined {
  if (misplaced)
    return {
      code: 'not-whole-release',
      message: `APP could not serve the release ${staged.release}: ${misplaced}.`,
      hint: 'Run frontend-check, and stage the build again.',
    };
  if (manifest) return undefined;
  return {
    code: 'not-whole-release',
    message: `The release ${staged.release} has no manifest in ${bucket}: it was never finished there.`,
    hint: 'Stage it with this `bucket`; the manifest is the last that frontend-stage writes.',
  };
}

function unproved({ unproved: sentences }: Desired): Refusal | undefined {
  if (sentences.length === 0) return undefined;
  return {
    code: 'not-proved',
    message: sentences.join(' '),
    hint: 'Each job of `require` hands on the `release-id` that it tested as an output of its own, and has to end with success.',
  };
}

function older({ app }: Observed, { app: id, deployer, allowOlder }: Desired): Refusal | undefined {
  const { order } = deployer;
  const live = app.mark?.order;
  if (allowOlder || !isOlder(order, live)) return undefined;
  return {
    code: 'older-run',
    message: `Run ${order?.number} of this workflow is older than run ${live?.number}, which promoted what is live on APP (${id}).`,
    hint: 'To go back on purpose use frontend-rollback, or set `allow-older: true`.',
  };
}
