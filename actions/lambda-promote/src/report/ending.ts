import { canaryOf } from '@actions-aws/lambda';
import { inPercent, isGreen, kindOf, type Outcome } from '@actions-aws/promotion';
import type { Part } from '../part.ts';
import { candidateOf } from '../plan/ownership.ts';
import { outcomeOf } from '../plan/plan.ts';
import type { Result } from '../promote.ts';

/** A part that was refused or only planned has no end of its own. */
export function outcomeOfPart({ observed, desired, refusal, done }: Part, { outcome }: Result): Outcome {
  if (refusal) return kindOf(refusal) === 'superseded' ? 'superseded' : 'failed';
  if (outcome === 'planned') return 'planned';
  if (done.length === 0 && !observed.failure && !isGreen(outcome, 'promote')) return 'failed';
  return outcomeOf(observed, desired);
}

/** What matters most, whatever happened. */
export function usersReach({ before, observed, done }: Part, outcome: Outcome): string {
  const version = observed.alias?.version;
  if (outcome === 'unknown') return 'Nobody can tell which version users reach.';
  if (version === undefined) return withoutAlias(observed);
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

/** An alias that is not there leads no user anywhere; but it need not be the only way. */
function withoutAlias({ unqualified, unread }: Part['observed']): string {
  if (unqualified.length > 0) return 'There is no alias yet; users reach $LATEST without it.';
  if (unread.length > 0) return 'There is no alias yet; whether users reach $LATEST without it was not looked at.';
  return 'No user reaches anything yet: there is no alias.';
}

/** What users had before: on a re-run after a crash, the alias itself remembers. */
export function previousOf({ before, observed, desired }: Part): string {
  const candidate = candidateOf(observed, desired)?.version;
  const was = before.alias?.version;
  if (was !== undefined && was !== candidate) return was;
  const mark = before.alias?.mark;
  return (mark?.undid ? undefined : mark?.from) ?? '';
}

/** An alias of a function, as people write it. */
export function nameOf({ desired }: Part): string {
  return `${desired.functionName}:${desired.alias}`;
}
