import type { Clock } from '@actions-aws/action';
import type { FaultRule, LocalAws } from '@actions-aws/local-aws';
import { STEP_ACCESS_KEY } from '../bundle/bundle.ts';

/** What can go wrong with a call, and whether a later try does not meet it any more. */
export interface ReadFault {
  readonly rule: FaultRule;
  readonly passes: boolean;
}

/** A fault by its name in words, and how often it strikes from a call on. */
export type Struck = readonly [fault: string, times: 'once' | 'lasting'];

/** What goes wrong with the calls of any service; `denied` is what this one calls a missing permission. */
export function readFaults(denied: string): Readonly<Record<string, ReadFault>> {
  const refused = (code: string, status: number): ReadFault => ({
    rule: { kind: 'error', error: { code, status } },
    passes: false,
  });
  return {
    'is throttled': { rule: { kind: 'throttle' }, passes: true },
    'fails with 500': { rule: { kind: 'error' }, passes: true },
    'fails with 503': { rule: { kind: 'unavailable' }, passes: true },
    'is cut off': { rule: { kind: 'reset' }, passes: true },
    'is refused with 403': refused(denied, 403),
    'is refused with 401': refused('UNAUTHORIZED', 401),
    'is answered with a 404 that is no answer': refused('PageNotFound', 404),
  };
}

/** A clock on which time passes by sleeping only, at once. */
export function quickClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    async sleep(ms) {
      now += ms;
    },
  };
}

/** A room that reads, and what it may find where a call was struck. */
export interface Looking<Found> {
  readonly cloud: Pick<LocalAws, 'control'>;
  readonly faults: Readonly<Record<string, ReadFault>>;
  /** Looks once, with the key of the step. */
  look(): Promise<Found>;
  /** What is wrong with an end, in words; nothing where it is as good as it may be. `passes`: a later try went well. */
  wrongIn(end: Found | Error, undisturbed: Found, passes: boolean): string | undefined;
}

/** Lets faults strike at every call of a look, from then on or once: a sentence for each end that is wrong. */
export async function everyReadFault<Found>(
  { cloud: { control }, faults, look, wrongIn }: Looking<Found>,
  struck: readonly Struck[],
): Promise<{ readonly calls: number; readonly wrong: readonly string[] }> {
  await control.clearJournal();
  const undisturbed = await look();
  const calls = (await control.journal()).filter(({ accessKeyId }) => accessKeyId === STEP_ACCESS_KEY);
  const wrong: string[] = [];
  for (const { service, operation, resource, occurrence } of calls) {
    for (const [fault, times] of struck) {
      const { rule, passes } = faults[fault]!;
      await control.clearJournal();
      const which = times === 'lasting' ? { since: occurrence, times: 1_000 } : { occurrence };
      await control.addFault({ service, operation, resource, accessKeyId: STEP_ACCESS_KEY, ...which, ...rule });
      const end = await look().catch((error: Error) => error);
      const told = `${operation} ${resource} ${fault} (${times})`;
      if ((await control.unreached()).length > 0) wrong.push(`${told}: no call was struck`);
      await control.clearFaults();
      const found = wrongIn(end, undisturbed, times === 'once' && passes);
      if (found !== undefined) wrong.push(`${told}: ${found}`);
    }
  }
  return { calls: calls.length, wrong };
}
