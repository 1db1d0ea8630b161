import { type Gate, type Watch, watchGate } from '@actions-aws/gates';
import { inPercent } from '@actions-aws/promotion';
import { evidenceOf, REMEDIES, type Rules } from './evidence.ts';
import { type Called, type Count, calledOf, type Pair, samplesOf, type Trial } from './samples.ts';

/** How all candidates did together at one share. */
export interface Baked extends Watch {
  readonly share: number;
  /** By candidate and by what was live beside it. */
  readonly counted: readonly Called[];
}

/** A bake: some candidates are watched together for a time, while their leases are renewed. */
export interface Bake extends Omit<Gate, 'title' | 'details' | 'evidence' | 'remedies' | 'renew'> {
  readonly share: number;
  readonly trials: readonly Trial[];
  readonly rules: Rules;
  readonly count: Count;
  /** Renews the lease; called at every look. `false` ends the bake without a verdict. */
  renew(): Promise<boolean>;
}

/**
 * Watches the candidates until the verdict is in, or their lease is lost. The caller takes the candidates back when it is a
 * breach, or when this throws: when it is cancelled, and when CloudWatch does not answer for a minute.
 */
export async function bake(given: Bake): Promise<Baked | undefined> {
  const { share, trials, settleMs, rules, count } = given;
  let counted: readonly Pair[] = [];
  const ended = await watchGate({
    ...given,
    title: inPercent(share),
    details: () => numbersOf(trials, calledOf(trials, counted)),
    remedies: REMEDIES,
    async evidence({ from, to }, signal) {
      counted = await count({ from, to, settled: to - settleMs }, signal);
      return evidenceOf(samplesOf(trials, counted), rules);
    },
  });
  return ended && { ...ended, share, counted: calledOf(trials, counted) };
}

/** What each candidate was asked, and what was live beside it, a line for the two. */
function numbersOf(trials: readonly Trial[], counted: readonly Called[]): readonly string[] {
  return trials.map(({ name, candidate, live }, index) => {
    const [ours, theirs] = [counted[2 * index], counted[2 * index + 1]];
    return `  ${name}: version ${candidate} ${numbers(ours as Called)}; version ${live} ${numbers(theirs as Called)}`;
  });
}

function numbers({ invocations, errors }: Called): string {
  return `${invocations} ${invocations === 1 ? 'call' : 'calls'}, ${errors} ${errors === 1 ? 'error' : 'errors'}`;
}
