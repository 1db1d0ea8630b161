import { bold, code, prose, type Run, type Summary, took, UserError } from '@actions-aws/action';
import { canaryOf, cutoverInWords, skippedInWords } from '@actions-aws/lambda';
import { inPercent, isGreen, type Outcome } from '@actions-aws/promotion';
import type { Baked } from './bake.ts';
import type { outputs } from './inputs.ts';
import { candidateOf } from './ownership.ts';
import type { Part } from './part.ts';
import { outcomeOf } from './plan.ts';
import type { Result } from './promote.ts';
import { configurationChanges, inWords } from './words.ts';

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
    Object.fromEntries(parts.map((part) => [part.desired.functionName, value(part)]));
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
    report: {
      outcome,
      message: problemOf(result)?.message ?? null,
      cutoverWindowMs: cutoverWindowMs ?? null,
      skipped,
      canary: result.bakes,
      functions: parts.map((part) => reportOf(part, result)),
    },
  };
}

function reportOf(part: Part, result: Result) {
  const { desired, observed, done, planned, checks, before, unread } = part;
  const candidate = candidateOf(observed, desired);
  return {
    function: desired.functionName,
    alias: desired.alias,
    outcome: outcomeOfPart(part, result),
    version: candidate?.version ?? null,
    previousVersion: previousOf(part) || null,
    aliasArn: aliasArnOf(part) || null,
    codeSha256: candidate?.codeSha256 ?? null,
    message: problemOfPart(part, outcomeOfPart(part, result))?.message ?? null,
    usersReach: usersReach(part, outcomeOfPart(part, result)),
    steps: done.map(({ step, durationMs, problem }) => ({ ...step, durationMs, problem: problem || null })),
    planned,
    checks: checks.map(({ name, target, wrong, durationMs }) => ({ name, target, wrong, durationMs })),
    configurationChanges: configurationChanges(before),
    notChecked: unread,
  };
}

/** Why the run is red, and what to do; nothing when it is green. */
export function problemOf(result: Result): UserError | undefined {
  const problems = result.parts.flatMap((part) => {
    const outcome = outcomeOfPart(part, result);
    const error = problemOfPart(part, outcome);
    return error ? [{ part, outcome, error }] : [];
  });
  // Of several functions the one that ended worst speaks for all, and of those the one whose trouble it is.
  const worst = problems.filter(({ outcome }) => outcome === result.outcome);
  const candidates = worst.length > 0 ? worst : problems;
  const told = candidates.find(({ part }) => !part.observed.trouble?.ofAnother) ?? candidates[0];
  if (!told) return undefined;
  const { functionName } = told.part.desired;
  const { message, hint } = told.error;
  // What is wrong with all of them, such as an alarm over their canary, is no single one's.
  const isOnes = candidates.filter(({ error }) => error.message === message).length === 1;
  if (result.parts.length === 1 || !isOnes || message.includes(functionName)) return told.error;
  return new UserError(`${functionName}: ${message}`, { ...(hint && { hint }) });
}

function problemOfPart({ refusal, observed, desired }: Part, outcome: Outcome): UserError | undefined {
  if (refusal) return new UserError(refusal.message, { hint: refusal.hint });
  const { alias, functionName } = desired;
  const { trouble } = observed;
  if (!trouble) return undefined;
  if (outcome === 'rollback-failed' && observed.alias && Object.keys(observed.alias.weights).length > 0) {
    const canary = canaryOf(observed.alias);
    const share = Object.entries(observed.alias.weights).map(
      ([one, part]) => `version ${one} still has ${inPercent(part)}`,
    );
    return new UserError(
      `${trouble.message} ${capital(share.join())} of the users of ${functionName}:${alias}. ${canary || observed.stuck ? 'It could not be taken back.' : 'The description was rewritten by somebody else meanwhile, so the alias was left as it is.'}`,
      { hint: 'Run lambda-rollback now: it gives all users back to the version that the alias is on.' },
    );
  }
  if (outcome === 'rollback-failed') {
    const mark = observed.alias?.mark;
    const first = mark && !mark.from;
    const why = first
      ? 'It was the first promotion: there is nothing to go back to.'
      : mark
        ? 'It could not be moved back.'
        : 'The description was rewritten by somebody else meanwhile, so the alias was left as it is.';
    return new UserError(
      `${trouble.message} Version ${observed.alias?.version} is live on ${functionName}:${alias}. ${why}`,
      { hint: first ? 'Promote a version that works, or delete the alias.' : 'Run lambda-rollback now.' },
    );
  }
  if (outcome === 'unknown') {
    return new UserError(`${trouble.message} What ${functionName}:${alias} holds could not be read.`, {
      hint: `Look with aws lambda get-alias --function-name ${functionName} --name ${alias}, and run this job again: it goes on from there.`,
    });
  }
  return new UserError(trouble.message, { ...(trouble.hint && { hint: trouble.hint }) });
}

/** The job summary. */
export function summarize(result: Result, summary: Summary): void {
  const { parts, outcome, skipped, cutoverWindowMs } = result;
  if (parts.length > 1) {
    summary.heading(`${mark(outcome)} ${parts.length} functions ${outcome}`);
    const problem = problemOf(result);
    if (problem) summary.paragraph(prose(`${problem.message} ${problem.hint ?? ''}`.trim()));
    summary.table(
      ['Function', 'Outcome', 'Before', 'Candidate', 'Users'],
      parts.map((part) => {
        const ended = outcomeOfPart(part, result);
        const version = candidateOf(part.observed, part.desired)?.version ?? '';
        return [nameOf(part), ended, previousOf(part), version, usersReach(part, ended)];
      }),
    );
    if (cutoverWindowMs !== undefined) {
      summary.paragraph(cutoverInWords(cutoverWindowMs));
    }
  }
  if (skipped.length > 0) summary.paragraph(skippedInWords(skipped));
  for (const baked of result.bakes) summarizeBake(baked, summary);
  for (const part of parts) summarizePart(part, outcomeOfPart(part, result), summary, parts.length > 1);
}

/** How the candidates did beside what was live. */
function summarizeBake({ share, durationMs, verdict, counted, alarms, ignored }: Baked, summary: Summary): void {
  const isPassed = verdict.is === 'passed';
  const told = isPassed ? verdict.doubts.map((doubt) => `although ${doubt}`) : verdict.because;
  summary.heading(`${isPassed ? '✅' : '❌'} ${inPercent(share)} of the users for ${took(durationMs)}`, 3);
  if (told.length > 0) summary.paragraph(`${isPassed ? 'Passed, ' : 'Taken back: '}${told.join('; ')}.`);
  summary.table(
    ['Function', 'Version', 'Calls', 'Errors'],
    counted.map(({ functionName, alias, version, invocations, errors }) => [
      `${functionName}:${alias}`,
      version,
      `${invocations}`,
      `${errors}`,
    ]),
  );
  if (alarms.length > 0) {
    summary.table(
      ['Alarm', 'State'],
      alarms.map(({ name, state }) => [code(name), ignored.includes(name) ? `${state}, since before; ignored` : state]),
    );
  }
}

function summarizePart(part: Part, outcome: Outcome, summary: Summary, isOneOfMany: boolean): void {
  const { observed, desired, done, planned, checks, unread } = part;
  const version = candidateOf(observed, desired)?.version;
  const previous = previousOf(part);
  const way = version ? ` ${previous && previous !== version ? `${previous} → ` : ''}${version}` : '';
  summary.heading(`${mark(outcome)} ${nameOf(part)}${way} ${outcome}`, isOneOfMany ? 3 : 2);
  const problem = isOneOfMany ? undefined : problemOfPart(part, outcome);
  if (problem) summary.paragraph(prose(`${problem.message} ${problem.hint ?? ''}`.trim()));
  summary.paragraph(bold(usersReach(part, outcome)));

  const steps =
    outcome === 'planned' || done.length === 0
      ? planned.map((step) => [capital(inWords(step, desired)), 'not done', ''])
      : done.map((one) => [capital(inWords(one.step, desired)), one.problem ? '✗' : '✓', took(one.durationMs)]);
  if (steps.length > 0) summary.table(['Step', 'Result', 'Took'], steps);

  const changes = configurationChanges(part.before);
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
        wrong.length === 0 ? '✓' : ['✗ ', prose(wrong.join('; '))],
        took(durationMs),
      ]),
    );
  }
  for (const { name, target, logTail } of checks.filter(({ logTail }) => logTail !== '')) {
    summary.details(`Log of ${name} at ${target}`, (inner) => inner.codeBlock(logTail));
  }
  if (unread.length > 0) summary.paragraph(`Not checked, for lack of permission: ${unread.join(', ')}.`);
}

/** A part that was refused or only planned has no end of its own. */
function outcomeOfPart({ observed, desired, refusal, done }: Part, { outcome }: Result): Outcome {
  if (refusal) return refusal.outcome;
  if (outcome === 'planned') return 'planned';
  if (done.length === 0 && !observed.trouble && !isGreen(outcome, 'promote')) return 'failed';
  return outcomeOf(observed, desired);
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

/** What users had before: on a re-run after a crash, the alias itself remembers. */
function previousOf({ before, observed, desired }: Part): string {
  const candidate = candidateOf(observed, desired)?.version;
  const was = before.alias?.version;
  if (was !== undefined && was !== candidate) return was;
  const mark = before.alias?.mark;
  return (mark?.undid ? undefined : mark?.from) ?? '';
}

function aliasArnOf({ observed, before }: Part): string {
  return observed.alias?.arn ?? before.alias?.arn ?? '';
}

function nameOf({ desired }: Part): string {
  return `${desired.functionName}:${desired.alias}`;
}

/** What matters most, whatever happened. */
function usersReach({ before, observed, done }: Part, outcome: Outcome): string {
  const version = observed.alias?.version;
  if (outcome === 'unknown') return 'Nobody can tell which version users reach.';
  if (version === undefined) return 'No user reaches anything yet: there is no alias.';
  if (done.some(({ step, problem }) => step.do === 'give-back' && !problem)) {
    return `Users are back on version ${version}, without its provisioned concurrency: AWS could not make that again.`;
  }
  if (observed.restored && observed.provisioned && !observed.provisioned.ready) {
    return `The alias is back on version ${version}; AWS sends users there once its provisioned concurrency is ready.`;
  }
  const canary = observed.alias && canaryOf(observed.alias);
  if (canary) {
    return `${inPercent(canary.share)} of the users reach version ${canary.version}, the others version ${version}.`;
  }
  // Whoever won may have moved them since.
  if (outcome === 'superseded') return `Users were on version ${version} when this run last looked.`;
  return version === before.alias?.version ? `Users stay on version ${version}.` : `Users reach version ${version}.`;
}

function mark(outcome: Outcome): string {
  if (outcome === 'planned') return '📝';
  return isGreen(outcome, 'promote') ? '✅' : '❌';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
