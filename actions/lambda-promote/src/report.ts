import { bold, code, type Run, type Summary, UserError } from '@actions-aws/action';
import { isGreen, type Outcome } from '@actions-aws/promotion';
import type { outputs } from './inputs.ts';
import { candidateOf, type Desired } from './plan.ts';
import type { Result } from './promote.ts';
import { configurationChanges, inWords, took } from './words.ts';

/** What each ending means, in a few words. */
const ENDINGS: Readonly<Record<Outcome, string>> = {
  promoted: 'users reach the new version',
  noop: 'users reached this already; the alias was left as it is',
  planned: 'a dry run; nothing was written',
  held: 'stopped where it was told to',
  rejected: 'a proof failed; the alias was not moved',
  superseded: 'another deployment won; its work was left alone',
  failed: 'an error; the alias was not moved',
  'rolled-back': 'the alias was moved, and moved back',
  'rollback-failed': 'the candidate is still live, and should not be',
  unknown: 'nobody could tell what the alias holds',
};

/** Tells a workflow, and the people who look at it, how a promotion went. */
export function report(result: Result, desired: Desired, run: Tells): void {
  for (const [name, value] of Object.entries(outputValues(result, desired))) {
    run.outputs.set(name as (typeof outputs)[number], value);
  }
  summarize(result, desired, run.summary);
  run.log.info(
    `${desired.functionName}:${desired.alias} ${result.outcome}: ${ENDINGS[result.outcome]}. ${usersReach(result)}`,
  );
  const problem = problemOf(result, desired);
  if (problem) run.fail(problem);
}

type Tells = Pick<Run<unknown, (typeof outputs)[number]>, 'outputs' | 'summary' | 'log' | 'fail'>;

/** What a workflow gets. */
export function outputValues(result: Result, desired: Desired) {
  const { before, after, outcome } = result;
  const candidate = candidateOf(after, desired);
  const previous = previousOf(result, desired);
  return {
    outcome,
    version: candidate?.version ?? '',
    'previous-version': previous,
    'alias-arn': after.alias?.arn ?? before.alias?.arn ?? '',
    'code-sha256': candidate?.codeSha256 ?? '',
    report: {
      function: desired.functionName,
      alias: desired.alias,
      outcome,
      version: candidate?.version ?? null,
      previousVersion: previous || null,
      aliasArn: after.alias?.arn ?? null,
      codeSha256: candidate?.codeSha256 ?? null,
      message: problemOf(result, desired)?.message ?? null,
      usersReach: usersReach(result),
      steps: result.done.map(({ step, durationMs, problem }) => ({ ...step, durationMs, problem: problem || null })),
      planned: result.planned,
      checks: result.checks.map(({ name, target, wrong, durationMs }) => ({ name, target, wrong, durationMs })),
      configurationChanges: configurationChanges(result.before),
      notChecked: result.unread,
    },
  };
}

/** Why the run is red, and what to do; nothing when it is green. */
export function problemOf(
  { outcome, refusal, after }: Result,
  { alias, functionName }: Pick<Desired, 'alias' | 'functionName'>,
): UserError | undefined {
  if (refusal) return new UserError(refusal.message, { hint: refusal.hint });
  const { trouble } = after;
  if (!trouble) return undefined;
  const hint = trouble.hint && { hint: trouble.hint };
  if (outcome === 'rollback-failed') {
    const mark = after.alias?.mark;
    const first = mark && !mark.from;
    const why = first
      ? 'It was the first promotion: there is nothing to go back to.'
      : mark
        ? 'It could not be moved back.'
        : 'The description was rewritten by somebody else meanwhile, so the alias was left as it is.';
    return new UserError(
      `${trouble.message} Version ${after.alias?.version} is live on ${functionName}:${alias}. ${why}`,
      {
        hint: first ? 'Promote a version that works, or delete the alias.' : 'Run lambda-rollback now.',
      },
    );
  }
  if (outcome === 'unknown') {
    return new UserError(`${trouble.message} What ${functionName}:${alias} holds could not be read.`, {
      hint: `Look with aws lambda get-alias --function-name ${functionName} --name ${alias}, and run this job again: it goes on from there.`,
    });
  }
  return new UserError(trouble.message, { ...hint });
}

/** The job summary. */
export function summarize(result: Result, desired: Desired, summary: Summary): void {
  const { outcome, after, done, planned, checks, unread } = result;
  const version = candidateOf(after, desired)?.version;
  const previous = previousOf(result, desired);
  const way = version ? ` ${previous && previous !== version ? `${previous} → ` : ''}${version}` : '';
  summary.heading(`${mark(outcome)} ${desired.functionName}:${desired.alias}${way} ${outcome}`);
  const problem = problemOf(result, desired);
  if (problem) summary.paragraph(`${problem.message} ${problem.hint ?? ''}`.trim());
  summary.paragraph(bold(usersReach(result)));

  const steps =
    outcome === 'planned' || done.length === 0
      ? planned.map((step) => [capital(inWords(step, desired)), 'not done', ''])
      : done.map(({ step, durationMs, problem }) => [
          capital(inWords(step, desired)),
          problem ? '✗' : '✓',
          took(durationMs),
        ]);
  if (steps.length > 0) summary.table(['Step', 'Result', 'Took'], steps);

  const changes = configurationChanges(result.before);
  if (changes.length > 0) {
    summary.paragraph(bold('Configuration that goes to users along with the code'));
    summary.table(
      ['Setting', 'Live', 'New'],
      changes.map(({ setting, from, to }) => [setting, from, to]),
    );
  }
  if (checks.length > 0) {
    summary.table(
      ['Check', 'At', 'Result', 'Took'],
      checks.map(({ name, target, wrong, durationMs }) => [
        code(name),
        target,
        wrong.length === 0 ? '✓' : `✗ ${wrong.join('; ')}`,
        took(durationMs),
      ]),
    );
  }
  for (const { name, target, logTail } of checks.filter(({ logTail }) => logTail !== '')) {
    summary.details(`Log of ${name} at ${target}`, (inner) => inner.codeBlock(logTail));
  }
  if (unread.length > 0) summary.paragraph(`Not checked, for lack of permission: ${unread.join(', ')}.`);
}

/** What users had before: on a re-run after a crash, the alias itself remembers. */
function previousOf({ before, after }: Result, desired: Desired): string {
  const candidate = candidateOf(after, desired)?.version;
  const was = before.alias?.version;
  if (was !== undefined && was !== candidate) return was;
  return before.alias?.mark?.from ?? '';
}

/** What matters most, whatever happened. */
function usersReach({ outcome, before, after }: Result): string {
  const version = after.alias?.version;
  if (outcome === 'unknown') return 'Nobody can tell which version users reach.';
  if (version === undefined) return 'No user reaches anything yet: there is no alias.';
  if (after.restored && after.provisioned && !after.provisioned.ready) {
    return `The alias is back on version ${version}; AWS sends users there once its provisioned concurrency is ready.`;
  }
  return version === before.alias?.version ? `Users stay on version ${version}.` : `Users reach version ${version}.`;
}

function mark(outcome: Outcome): string {
  if (outcome === 'planned') return '📝';
  return isGreen(outcome, 'promote') ? '✅' : '❌';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
