import { canaryOf, shortName } from '@actions-aws/lambda';
import type { Participant } from '../participant.ts';
import { candidateOf } from '../plan/ownership.ts';
import type { Counted } from './counts.ts';
import { errorsOf, type Rules } from './evidence.ts';
import { type Count, samplesOf, type Trial } from './samples.ts';
import type { Traffic } from './traffic.ts';

/** The candidate of a function as it is watched. */
export function trialOf({ observed, desired }: Participant): Trial {
  return {
    // An ARN would bring the account into the report.
    name: shortName(desired.functionName),
    candidate: candidateOf(observed, desired)?.version ?? '',
    live: observed.alias?.version ?? '',
    minInvocations: desired.minInvocations,
  };
}

/** Counts the users of each function's candidate, and of what is live beside it, by the alias that leads to both. */
export function countingOf(participants: readonly Participant[], traffic: Traffic): Count {
  const routes = participants.flatMap((participant) => {
    const { functionName, alias } = participant.desired;
    const { candidate, live } = trialOf(participant);
    return [candidate, live].map((version) => ({ functionName, alias, version }));
  });
  return async (span, signal) => {
    const counted = await traffic.count(routes, span, signal);
    return participants.map((_, index) => ({
      candidate: counted[2 * index] as Counted,
      live: counted[2 * index + 1] as Counted,
    }));
  };
}

/**
 * Candidates that failed too often while nothing of ours watched them, as between the calls of a held promotion, in words.
 * Of a function that is promoted without a canary nothing is counted.
 */
export async function erredMeanwhile(
  participants: readonly Participant[],
  traffic: Traffic,
  rules: Pick<Rules, 'errorFloor'>,
  at: { readonly now: number; readonly signal: AbortSignal },
): Promise<readonly string[]> {
  if (rules.errorFloor === 'none') return [];
  const found: string[] = [];
  for (const participant of participants) {
    const { canary, settleMs } = participant.desired;
    const since = participant.observed.alias && canaryOf(participant.observed.alias)?.since;
    if (since === undefined || canary.length === 0) continue;
    const counted = await countingOf([participant], traffic)(
      { from: since, to: at.now, settled: at.now - settleMs },
      at.signal,
    );
    found.push(...errorsOf(samplesOf([trialOf(participant)], counted), rules));
  }
  return found;
}
