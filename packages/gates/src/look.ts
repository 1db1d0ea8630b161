import type { Clock } from '@actions-aws/action';
import { isAccessDenied, TransientError } from '@actions-aws/aws';
import type { Alarm, Alarms, Fired, WatchedAlarm } from './alarms.ts';
import { type Evidence, type Remedies, type Rules, stillIgnored, type Verdict, verdict } from './verdict.ts';

/** What is watched, and by what. */
export interface Watched {
  readonly rules: Rules;
  readonly alarms: Alarms;
  /**
   * What else is known by now of the time from a moment on, both in milliseconds since the epoch. Asked once no alarm fires:
   * one that does ends the gate, also where this cannot be found out.
   */
  readonly evidence?: (span: { readonly from: number; readonly to: number }, signal: AbortSignal) => Promise<Evidence>;
  readonly remedies: Remedies;
  readonly clock: Clock;
  /** Ends a look at once. */
  readonly signal: AbortSignal;
}

/** What is known by now; of what the last look was not told, what an earlier one was. */
export interface Seen {
  readonly rules: Rules;
  readonly alarms: readonly Alarm[];
}

/** How long one look may take, with all attempts of the SDK, in milliseconds: what it finds later is not what is so. */
const ONE_LOOK_MS = 10_000;

/**
 * Looks at a candidate, from when this is called on: at the alarms, at what these did since the look before, and at what else is
 * evidence. What a look that breaks off has found out by then is kept.
 */
export function looker(watched: Watched) {
  const { clock, remedies } = watched;
  const started = clock.now();
  let { rules } = watched;
  let alarms: readonly WatchedAlarm[] = [];
  /** When each alarm came to its state, as far as that has been looked into. */
  let lookedInto: ReadonlyMap<string, number> = new Map();

  /** Alarms that have been in another state since the last look, or since the gate began, may have fired meanwhile. */
  const firedMeanwhile = async (changed: readonly WatchedAlarm[], until: AbortSignal) => {
    const fired: Fired[] = [];
    const unknown: string[] = [];
    for (const alarm of changed) {
      const last = lookedInto.get(alarm.name);
      // From then on by CloudWatch's clock, which need not be this machine's.
      const since = last === undefined ? started : last + 1;
      if (alarm.changedAt < since) continue;
      try {
        fired.push(...(await watched.alarms.firedSince([alarm], since, until)));
      } catch (error) {
        if (!isAccessDenied((error as Error).cause)) throw error;
        unknown.push(
          `whether the alarm ${alarm.name} fired between two looks is known to those only who may \`cloudwatch:DescribeAlarmHistory\``,
        );
      }
    }
    return { fired, unknown };
  };

  const judge = async (isOver: boolean, until: AbortSignal): Promise<Verdict> => {
    const now = clock.now();
    alarms = await watched.alarms.read(rules.alarms, until);
    const { ignored } = rules;
    rules = { ...rules, ignored: stillIgnored(ignored, alarms) };
    const first = verdict({ alarms, isOver: false }, rules, remedies);
    if (first.is === 'breached') return first;
    const past = await firedMeanwhile(
      alarms.filter(({ name, state }) => state !== 'ALARM' && !ignored.includes(name)),
      until,
    );
    const second = verdict({ alarms, ...past, isOver: false }, rules, remedies);
    if (second.is === 'breached') return second;
    // What this run may not find out is asked again: the permission may come.
    if (past.unknown.length === 0) {
      lookedInto = new Map([...lookedInto, ...alarms.map(({ name, changedAt }) => [name, changedAt] as const)]);
    }
    const evidence = await watched.evidence?.({ from: started, to: now }, until);
    return verdict({ alarms, ...past, ...(evidence && { evidence }), isOver }, rules, remedies);
  };

  return {
    seen: (): Seen => ({ rules, alarms }),
    /** Looks once. `isOver`: the time of the gate is over, so that what is known by now has to do. */
    look: (isOver: boolean): Promise<Verdict> => within(ONE_LOOK_MS, watched, (until) => judge(isOver, until)),
  };
}

/** Awaits answers of CloudWatch, but not for longer than `ms`, nor when it is cancelled; the calls are given up then. */
async function within<Found>(
  ms: number,
  { clock, signal }: Pick<Watched, 'clock' | 'signal'>,
  ask: (until: AbortSignal) => Promise<Found>,
): Promise<Found> {
  const late = new AbortController();
  const answered = new AbortController();
  const tooLong = clock.sleep(ms, AbortSignal.any([signal, answered.signal])).then(() => {
    const hint = 'Run the job again: it goes on from what it finds.';
    late.abort(new TransientError(`CloudWatch gave no good answer within ${ms / 1000} s.`, { hint }));
    throw late.signal.reason;
  });
  try {
    return await Promise.race([ask(AbortSignal.any([signal, late.signal])), tooLong]);
  } catch (error) {
    // A call that is given up says that it was aborted, and not why.
    throw late.signal.aborted ? late.signal.reason : error;
  } finally {
    answered.abort();
  }
}
