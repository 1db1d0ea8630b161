import { canaryOf, type FunctionVersion, shortName } from '@actions-aws/lambda';
import { type End, inPercent, isGreen, type Outcome, outcomeOfFailure } from '@actions-aws/promotion';
import type { Participant } from '../participant.ts';
import { candidateOf } from '../plan/ownership.ts';
import { outcomeOf } from '../plan/plan.ts';
import type { Step } from '../plan/state.ts';
import type { Result } from '../promote.ts';
import { failureOf } from './problem.ts';

/** The end of one function of a promotion, worked out once. */
export interface PromotionEnd extends End<Step> {
  readonly participant: Participant;
  /** The version that was to be promoted, once there was one. */
  readonly candidate: FunctionVersion | undefined;
  /** The version that users, or some of them, reach because of this run; empty where there is none. */
  readonly promoted: string;
  /** Empty where there is no alias. */
  readonly aliasArn: string;
}

/** The ends of all functions of a promotion, in the order in which their aliases move. */
export function endsOf(result: Result): readonly PromotionEnd[] {
  return result.participants.map((participant) => endOf(participant, result.outcome));
}

function endOf(participant: Participant, ofAll: Outcome): PromotionEnd {
  const { desired, observed, before, planned, done } = participant;
  const outcome = outcomeOfOne(participant, ofAll);
  const candidate = candidateOf(observed, desired);
  const isOurs = outcome === 'promoted' || outcome === 'held';
  return {
    participant,
    key: shortName(desired.functionName),
    name: `${desired.functionName}:${desired.alias}`,
    outcome,
    previous: previousOf(participant),
    usersReach: usersReach(participant, outcome),
    failure: failureOf(participant, outcome),
    planned,
    done,
    candidate,
    // To undo the run is to take this back, and no more.
    promoted: isOurs && candidate && reachesUsers(candidate.version, participant) ? candidate.version : '',
    aliasArn: observed.alias?.arn ?? before.alias?.arn ?? '',
  };
}

/** A participant that was refused or only planned has no end of its own. */
function outcomeOfOne({ observed, desired, refusal, done }: Participant, ofAll: Outcome): Outcome {
  if (refusal) return outcomeOfFailure(refusal);
  if (ofAll === 'planned') return 'planned';
  if (done.length === 0 && !observed.failure && !isGreen(ofAll, 'promote')) return 'failed';
  return outcomeOf(observed, desired);
}

function reachesUsers(version: string, { observed: { alias } }: Participant): boolean {
  return alias?.version === version || alias?.weights[version] !== undefined;
}

/** What matters most, in whichever way it ended. */
function usersReach({ before, observed, done }: Participant, outcome: Outcome): string {
  const version = observed.alias?.version;
  if (outcome === 'unknown') return 'It is not known which version users reach.';
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
  // The run that won may have moved them since.
  if (outcome === 'superseded') return `Users were on version ${version} when this run last looked.`;
  return version === before.alias?.version ? `Users stay on version ${version}.` : `Users reach version ${version}.`;
}

/** An alias that is not there leads no user anywhere; but it need not be the only way. */
function withoutAlias({ unqualified, unread }: Participant['observed']): string {
  if (unqualified.length > 0) return 'There is no alias yet; users reach $LATEST without it.';
  if (unread.length > 0) return 'There is no alias yet; whether users reach $LATEST without it was not looked at.';
  return 'No user reaches anything yet: there is no alias.';
}

/** What users had before: on a re-run after a crash, the alias itself remembers. */
function previousOf({ before, observed, desired }: Participant): string {
  const candidate = candidateOf(observed, desired)?.version;
  const was = before.alias?.version;
  if (was !== undefined && was !== candidate) return was;
  const mark = before.alias?.mark;
  return (mark?.undid ? undefined : mark?.from) ?? '';
}
