import type { Run } from '@actions-aws/action';
import { withoutAccounts } from '@actions-aws/aws';
import { shortName } from '@actions-aws/lambda';
import type { Outcome } from '@actions-aws/promotion';
import type { outputs } from '../inputs/inputs.ts';
import type { Part } from '../part.ts';
import { candidateOf } from '../plan/ownership.ts';
import { readable } from '../plan/refusal.ts';
import type { Result } from '../promote.ts';
import { nameOf, outcomeOfPart, previousOf, usersReach } from './ending.ts';
import { problemOf, problemOfPart } from './problem.ts';
import { summarize } from './summary.ts';
import { configurationChanges } from './words.ts';

/** What each ending means, in a few words. */
const ENDINGS: Readonly<Record<Outcome, string>> = {
  promoted: 'users reach the new version',
  noop: 'users reached this already; the alias was left as it is',
  planned: 'a dry run; nothing was written',
  held: 'stopped where it was told to; a second call with the same code goes on from there',
  rejected: 'a check failed; this run did not move the alias',
  superseded: 'another deployment won; its work was left alone',
  failed: 'an error; this run did not move the alias',
  'rolled-back': 'users had met the new version, and are back on the one before',
  'rollback-failed': 'the candidate is still live, and should not be',
  unknown: 'nobody could tell what the alias holds',
};

/** Tells a workflow, and the people who look at it, how a promotion went. */
export function report(result: Result, run: Tells): void {
  for (const [name, value] of Object.entries(outputValues(result))) {
    run.outputs.set(name as (typeof outputs)[number], value);
  }
  summarize(result, run.summary);
  for (const part of result.parts) {
    const outcome = outcomeOfPart(part, result);
    run.log.info(`${nameOf(part)} ${outcome}: ${ENDINGS[outcome]}. ${usersReach(part, outcome)}`);
  }
  const problem = problemOf(result);
  if (problem) run.fail(problem);
}

type Tells = Pick<Run<unknown, (typeof outputs)[number]>, 'outputs' | 'summary' | 'log' | 'fail'>;

/** What a workflow gets. The outputs for one function stay empty where there are several. */
export function outputValues(result: Result) {
  const { parts, outcome, skipped, cutoverWindowMs } = result;
  const [only] = parts.length === 1 ? parts : [];
  const candidate = only && candidateOf(only.observed, only.desired);
  const each = <Value>(value: (part: Part) => Value) =>
    Object.fromEntries(parts.map((part) => [shortName(part.desired.functionName), value(part)]));
  return {
    outcome,
    version: candidate?.version ?? '',
    'previous-version': only ? previousOf(only) : '',
    'alias-arn': only ? aliasArnOf(only) : '',
    'candidate-arn': candidate?.arn ?? '',
    'code-sha256': candidate?.codeSha256 ?? '',
    versions: each(({ observed, desired }) => candidateOf(observed, desired)?.version ?? ''),
    'promoted-versions': each((part) => promotedOf(part, result)),
    'previous-versions': each(previousOf),
    'alias-arns': each(aliasArnOf),
    'candidate-arns': each(({ observed, desired }) => candidateOf(observed, desired)?.arn ?? ''),
    'cutover-window-ms': cutoverWindowMs,
    report: withoutAccounts({
      outcome,
      message: problemOf(result)?.message ?? null,
      cutoverWindowMs: cutoverWindowMs ?? null,
      skipped: skipped.map(named),
      canary: result.bakes,
      functions: parts.map((part) => reportOf(part, result)),
    }),
  };
}

function reportOf(part: Part, result: Result) {
  const { desired, observed, done, planned, checks, before } = part;
  const candidate = candidateOf(observed, desired);
  return {
    function: shortName(desired.functionName),
    alias: desired.alias,
    outcome: outcomeOfPart(part, result),
    version: candidate?.version ?? null,
    previousVersion: previousOf(part) || null,
    codeSha256: candidate?.codeSha256 ?? null,
    message: problemOfPart(part, outcomeOfPart(part, result))?.message ?? null,
    usersReach: usersReach(part, outcomeOfPart(part, result)),
    steps: done.map(({ step, durationMs, problem }) => ({ ...step, durationMs, problem: problem || null })),
    planned,
    checks: checks.map(({ name, target, wrong, durationMs }) => ({ name, target, wrong, durationMs })),
    configurationChanges: configurationChanges(before),
    notChecked: before.unread.map(readable),
  };
}

/** Functions are told apart by name: an ARN would bring the account along. */
function named<Told extends { readonly functionName: string }>(told: Told): Told {
  return { ...told, functionName: shortName(told.functionName) };
}

/** What users reach because of this run, if anything: to undo the run is to take that back, and no more. */
function promotedOf(part: Part, result: Result): string {
  const { observed, desired } = part;
  const isOurs = ['promoted', 'held'].includes(outcomeOfPart(part, result)) && reachesUsers(part);
  return isOurs ? (candidateOf(observed, desired)?.version ?? '') : '';
}

function reachesUsers({ observed, desired }: Part): boolean {
  const version = candidateOf(observed, desired)?.version;
  const { alias } = observed;
  return version !== undefined && (alias?.version === version || alias?.weights[version] !== undefined);
}

function aliasArnOf({ observed, before }: Part): string {
  return observed.alias?.arn ?? before.alias?.arn ?? '';
}
