import type { Clock } from '@actions-aws/action';
import { isAccessDenied, TransientError } from '@actions-aws/aws';
import type { Alarms, Fired, WatchedAlarm } from './alarms.ts';
import type { Counted, Span } from './counts.ts';
import { type Alarm, type Rules, type Sample, stillIgnored, type Verdict, verdict } from './verdict.ts';

/** A candidate that has a share of the users, beside what the rest of them meets. */
export interface Trial {
  /** What it is a candidate of, such as `search-api`. */
  readonly name: string;
  /** Its version. */
  readonly candidate: string;
  /** The version that the rest of the users meet. */
  readonly live: string;
  readonly minInvocations: number;
}

/** What a candidate was asked, and what was live beside it. */
export interface Pair {
  readonly candidate: Counted;
  readonly live: Counted;
}

/** Counts what the candidate of each trial was asked, and what is live beside it: one answer a trial. */
export type Count = (span: Span, signal?: AbortSignal) => Promise<readonly Pair[]>;

/** What is watched, and by what. */
export interface Watched {
  readonly trials: readonly Trial[];
  readonly settleMs: number;
  readonly rules: Rules;
  readonly alarms: Alarms;
  readonly count: Count;
  readonly clock: Clock;
  /** Ends a look at once. */
  readonly signal: AbortSignal;
}

/** One version in a trial, and what it was asked. */
export interface Called extends Counted {
  readonly name: string;
  readonly version: string;
}

/** What is known by now; of what the last look was not told, what an earlier one was. */
export interface Seen {
  readonly rules: Rules;
  readonly alarms: readonly Alarm[];
  /** By candidate and by what is live beside it. */
  readonly counted: readonly Called[];
}

/** What is judged of what was counted: calls of which all data are in. */
export function samplesOf(trials: readonly Trial[], counted: readonly Pair[]): readonly Sample[] {
  return trials.map(({ name, candidate, live, minInvocations }, index) => {
    const pair = counted[index] ?? NOTHING;
    return {
      ...pair.candidate.settled,
      name: `${name}:${candidate}`,
      untold: pair.candidate.settled.untold + pair.live.settled.untold,
      wanted: minInvocations,
      live: { ...pair.live.settled, name: `${name}:${live}` },
    };
  });
}

const NONE: Counted = { invocations: 0, errors: 0, settled: { invocations: 0, errors: 0, untold: 0 } };
const NOTHING: Pair = { candidate: NONE, live: NONE };

/** How long one look may take, with all attempts of the SDK, in milliseconds: what it finds later is not what is so. */
const ONE_LOOK_MS = 10_000;

/**
 * Looks at candidates, from when they got their share on: at the alarms, at what these did since the look before, and at
 * how often each version was called. What a look that breaks off has found out by then is kept.
 */
export function looker(watched: Watched) {
  const { trials, settleMs, clock } = watched;
  const started = clock.now();
  let { rules } = watched;
  let alarms: readonly WatchedAlarm[] = [];
  let counted: readonly Pair[] = [];
  /** When each alarm came to its state, as far as that has been looked into. */
  let lookedInto: ReadonlyMap<string, number> = new Map();

  /** Alarms that have been in another state since the last look, or since the share began, may have fired meanwhile. */
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

  /** What the alarms say is judged before anything is counted: one that fires ends it, also where calls cannot be counted. */
  const judge = async (isOver: boolean, until: AbortSignal): Promise<Verdict> => {
    const now = clock.now();
    alarms = await watched.alarms.read(rules.alarms, until);
    const { ignored } = rules;
    rules = { ...rules, ignored: stillIgnored(ignored, alarms) };
    const first = verdict({ alarms, samples: [], isOver: false }, rules);
    if (first.is === 'breached') return first;
    const past = await firedMeanwhile(
      alarms.filter(({ name, state }) => state !== 'ALARM' && !ignored.includes(name)),
      until,
    );
    const second = verdict({ alarms, ...past, samples: [], isOver: false }, rules);
    if (second.is === 'breached') return second;
    // What this run may not find out is asked again: the permission may come.
    if (past.unknown.length === 0) {
      lookedInto = new Map([...lookedInto, ...alarms.map(({ name, changedAt }) => [name, changedAt] as const)]);
    }
    counted = await watched.count({ from: started, to: now, settled: now - settleMs }, until);
    return verdict({ alarms, ...past, samples: samplesOf(trials, counted), isOver }, rules);
  };

  return {
    seen: (): Seen => ({
      rules,
      alarms,
      counted: trials.flatMap(({ name, candidate, live }, index) => {
        const pair = counted[index] ?? NOTHING;
        return [
          { name, version: candidate, ...pair.candidate },
          { name, version: live, ...pair.live },
        ];
      }),
    }),
    /** Looks once. `isOver`: the time of the share is over, so that what is known by now has to do. */
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
