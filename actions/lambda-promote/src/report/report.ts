import type { Run } from '@actions-aws/action';
import { withoutAccounts } from '@actions-aws/aws';
import { shortName } from '@actions-aws/lambda';
import {
  asError,
  byKey,
  type Failure,
  failureOfRun,
  type Outcome,
  onlyOf,
  reportOfEnd,
  reportOfRun,
} from '@actions-aws/promotion';
import type { outputs } from '../inputs/inputs.ts';
import { notChecked } from '../plan/refusal.ts';
import type { Result } from '../promote.ts';
import { endsOf, type PromotionEnd } from './ending.ts';
import { summarize } from './summary.ts';
import { configurationChanges, imageInWords, oldVersionsInUse, takenBackInWords } from './words.ts';

/** What each ending means, in a few words. */
const ENDINGS: Readonly<Record<Outcome, string>> = {
  promoted: 'users reach the new version',
  noop: 'users reached this already; the alias stays where it is',
  planned: 'a dry run; nothing was written',
  held: 'stopped where it was told to; a second call with the same code goes on from there',
  rejected: 'a check failed; this run did not move the alias',
  superseded: 'another deployment won; its work was left alone',
  failed: 'an error; this run did not move the alias',
  'rolled-back': 'users had met the new version, and are back on the one before',
  'rollback-failed': 'the candidate is still live, and should not be',
  unknown: 'what the alias holds is not known',
};

/** Tells a workflow, and the people who look at it, how a promotion went. */
export function report(result: Result, run: Tells): void {
  const ends = endsOf(result);
  run.outputs.setAll(outputValues(result, ends));
  summarize(result, ends, run.summary);
  for (const { name, outcome, usersReach } of ends)
    run.log.info(`${name} ${outcome}: ${ENDINGS[outcome]}. ${usersReach}`);
  const failure = failureOfPromotion(result, ends);
  if (failure) run.fail(asError(failure));
}

type Tells = Pick<Run<unknown, (typeof outputs)[number]>, 'outputs' | 'summary' | 'log' | 'fail'>;

/** What a workflow gets. The outputs for one function stay empty where there are several. */
export function outputValues(result: Result, ends: readonly PromotionEnd[] = endsOf(result)) {
  const { outcome, skipped, bakes, cutoverWindowMs } = result;
  const only = onlyOf(ends);
  return {
    outcome,
    version: only?.candidate?.version ?? '',
    'previous-version': only?.previous ?? '',
    'alias-arn': only?.aliasArn ?? '',
    'candidate-arn': only?.candidate?.arn ?? '',
    'code-sha256': only?.candidate?.codeSha256 ?? '',
    'image-digest': digestOfAll(ends),
    versions: byKey(ends, ({ candidate }) => candidate?.version ?? ''),
    'promoted-versions': byKey(ends, ({ promoted }) => promoted),
    'previous-versions': byKey(ends, ({ previous }) => previous),
    'alias-arns': byKey(ends, ({ aliasArn }) => aliasArn),
    'candidate-arns': byKey(ends, ({ candidate }) => candidate?.arn ?? ''),
    'cutover-window-ms': cutoverWindowMs,
    report: withoutAccounts({
      ...reportOfRun({
        outcome,
        failure: failureOfPromotion(result, ends),
        cutoverWindowMs,
        skipped: skipped.map(named),
      }),
      canary: bakes,
      functions: ends.map(reportOfFunction),
    }),
  };
}

function reportOfFunction(end: PromotionEnd) {
  const { participant, candidate } = end;
  const { desired, before, checks } = participant;
  return {
    function: end.key,
    alias: desired.alias,
    ...reportOfEnd(end),
    version: candidate?.version ?? null,
    codeSha256: candidate?.codeSha256 ?? null,
    image: imageInWords(desired) || null,
    warning: takenBackInWords(before, candidate?.version, desired) || null,
    checks: checks.map(({ name, target, wrong, durationMs }) => ({ name, target, wrong, durationMs })),
    configurationChanges: configurationChanges(before, desired),
    notChecked: notChecked(before),
    codeStorage: before.storage,
    oldVersionsInUse: oldVersionsInUse(before),
  };
}

/** The digest of the image that is promoted, where all functions have the same one. */
function digestOfAll(ends: readonly PromotionEnd[]): string {
  const digests = ends.map(({ participant: { desired } }) =>
    desired.source.kind === 'package' ? (desired.source.image?.digest ?? '') : '',
  );
  return new Set(digests).size === 1 ? (digests[0] ?? '') : '';
}

/** Functions are told apart by name: an ARN would bring the account along. */
function named<Told extends { readonly functionName: string }>(told: Told): Told {
  return { ...told, functionName: shortName(told.functionName) };
}

/** Why a promotion is red, and what to do; nothing when it is green. */
export function failureOfPromotion(
  result: Result,
  ends: readonly PromotionEnd[] = endsOf(result),
): Failure | undefined {
  return failureOfRun(result.outcome, ends);
}
