import { canaryOf } from '@actions-aws/lambda';
import { capital, type Failure, inPercent, type Outcome } from '@actions-aws/promotion';
import type { Participant } from '../participant.ts';

const REWRITTEN = 'Its description was rewritten by another writer meanwhile, so the alias was left as it is.';

/** Why one function did not go well, and what to do; nothing when it did. */
export function failureOf({ refusal, observed, desired }: Participant, outcome: Outcome): Failure | undefined {
  if (refusal) return refusal;
  const { alias, functionName } = desired;
  const { failure } = observed;
  if (!failure) return undefined;
  if (outcome === 'rollback-failed' && observed.alias && Object.keys(observed.alias.weights).length > 0) {
    const canary = canaryOf(observed.alias);
    const share = Object.entries(observed.alias.weights).map(
      ([one, given]) => `version ${one} still has ${inPercent(given)}`,
    );
    return {
      ...failure,
      message: `${failure.message} ${capital(share.join())} of the users of ${functionName}:${alias}. ${canary || observed.stuck ? 'It could not be taken back.' : REWRITTEN}`,
      hint: 'Run lambda-rollback now: it gives all users back to the version that the alias is on.',
    };
  }
  if (outcome === 'rollback-failed') {
    const mark = observed.alias?.mark;
    const first = mark && !mark.from;
    const why = first
      ? 'It was the first promotion: there is nothing to go back to.'
      : mark
        ? 'It could not be moved back.'
        : REWRITTEN;
    return {
      ...failure,
      message: `${failure.message} Version ${observed.alias?.version} is live on ${functionName}:${alias}. ${why}`,
      hint: first ? 'Promote a version that works, or delete the alias.' : 'Run lambda-rollback now.',
    };
  }
  if (outcome === 'unknown') {
    return {
      ...failure,
      message: `${failure.message} What ${functionName}:${alias} holds could not be read.`,
      hint: `Look with aws lambda get-alias --function-name ${functionName} --name ${alias}, and run this job again: it goes on from there.`,
    };
  }
  return failure;
}
