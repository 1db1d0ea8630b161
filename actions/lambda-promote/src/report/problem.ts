import { UserError } from '@actions-aws/action';
import { canaryOf } from '@actions-aws/lambda';
import { inPercent, type Outcome } from '@actions-aws/promotion';
import type { Part } from '../part.ts';
import type { Result } from '../promote.ts';
import { outcomeOfPart } from './ending.ts';
import { capital } from './words.ts';

/** Why the run is red, and what to do; nothing when it is green. */
export function problemOf(result: Result): UserError | undefined {
  const problems = result.parts.flatMap((part) => {
    const outcome = outcomeOfPart(part, result);
    const error = problemOfPart(part, outcome);
    return error ? [{ part, outcome, error }] : [];
  });
  // Of several functions the one that ended worst speaks for all, and of those the one whose failure it is.
  const worst = problems.filter(({ outcome }) => outcome === result.outcome);
  const candidates = worst.length > 0 ? worst : problems;
  const told = candidates.find(({ part }) => !part.observed.failure?.of) ?? candidates[0];
  if (!told) return undefined;
  const { functionName } = told.part.desired;
  const { message, hint } = told.error;
  // What is wrong with all of them, such as an alarm over their canary, is no single one's.
  const isOnes = candidates.filter(({ error }) => error.message === message).length === 1;
  if (result.parts.length === 1 || !isOnes || message.includes(functionName)) return told.error;
  return new UserError(`${functionName}: ${message}`, { ...(hint && { hint }) });
}

/** Why one function's part went wrong, and what to do; nothing when it went well. */
export function problemOfPart({ refusal, observed, desired }: Part, outcome: Outcome): UserError | undefined {
  if (refusal) return new UserError(refusal.message, { hint: refusal.hint });
  const { alias, functionName } = desired;
  const { failure } = observed;
  if (!failure) return undefined;
  if (outcome === 'rollback-failed' && observed.alias && Object.keys(observed.alias.weights).length > 0) {
    const canary = canaryOf(observed.alias);
    const share = Object.entries(observed.alias.weights).map(
      ([one, part]) => `version ${one} still has ${inPercent(part)}`,
    );
    return new UserError(
      `${failure.message} ${capital(share.join())} of the users of ${functionName}:${alias}. ${canary || observed.stuck ? 'It could not be taken back.' : 'The description was rewritten by somebody else meanwhile, so the alias was left as it is.'}`,
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
      `${failure.message} Version ${observed.alias?.version} is live on ${functionName}:${alias}. ${why}`,
      { hint: first ? 'Promote a version that works, or delete the alias.' : 'Run lambda-rollback now.' },
    );
  }
  if (outcome === 'unknown') {
    return new UserError(`${failure.message} What ${functionName}:${alias} holds could not be read.`, {
      hint: `Look with aws lambda get-alias --function-name ${functionName} --name ${alias}, and run this job again: it goes on from there.`,
    });
  }
  return new UserError(failure.message, { ...(failure.hint && { hint: failure.hint }) });
}
