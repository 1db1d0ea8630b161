import { isAccessDenied, TransientError } from '@actions-aws/aws';
import type { Surroundings } from '../ports.ts';
import type { Alarms, Fired, WatchedAlarm } from './alarms.ts';
import type { Counted, Route, Traffic } from './traffic.ts';
import { type Alarm, type Rules, stillIgnored, type Verdict, verdict } from './verdict.ts';

/** A candidate that has a share of the users, beside what the rest of them meets. */
export interface Trial {
  readonly functionName: string;
  readonly alias: string;
  readonly version: string;
  readonly live: string;
  readonly minInvocations: number;
}

/** What is watched, and by what. */
export interface Watched {
  readonly trials: readonly Trial[];
  readonly settleMs: number;
  readonly rules: Rules;
  readonly ports: { readonly alarms: Alarms; readonly traffic: Traffic };
  readonly surroundings: Pick<Surroundings, 'clock' | 'signal'>;
}

/** What is known by now; of what the last look was not told, what an earlier one was. */
export interface Seen {
  readonly rules: Rules;
  readonly alarms: readonly Alarm[];
  /** By candidate and by what is live beside it. */
  readonly counted: readonly (Route & Counted)[];
}

/** How long one look may take, with all attempts of the SDK, in milliseconds: what it finds later is not what is so. */
const ONE_LOOK_MS = 10_000;

/**
 * Looks at candidates, from when they got their share on: at the alarms, at what these did since the look before, and at
 * how often everybody was called. What a look that breaks off has found out by then is kept.
 */
export function looker({ trials, settleMs, rules: given, ports, surroundings }: Watched) {
  const { clock } = surroundings;
  const started = clock.now();
  const routes = trials.flatMap(({ functionName, alias, version, live }) => [
    { functionName, alias, version },
    { functionName, alias, version: live },
  ]);
  let rules = given;
  let alarms: readonly WatchedAlarm[] = [];
  let counted: readonly Counted[] = routes.map(() => ({ invocations: 0, errors: 0, settled: 0 }));
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
        fired.push(...(await ports.alarms.firedSince([alarm], since, until)));
      } catch (error) {
        if (!isAccessDenied((error as Error).cause)) throw error;
        unknown.push(
          `whether the alarm ${alarm.name} fired between two looks is known to those only who may \`cloudwatch:DescribeAlarmHistory\``,
        );
      }
    }
    return { fired, unknown };
  };

  /** What the alarms say is judged before anything is counted: one that fires ends it, whoever cannot count. */
  const judge = async (isOver: boolean, until: AbortSignal): Promise<Verdict> => {
    const now = clock.now();
    alarms = await ports.alarms.read(rules.alarms, until);
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
    // What nobody may find out is asked again: the permission may come.
    if (past.unknown.length === 0) {
      lookedInto = new Map([...lookedInto, ...alarms.map(({ name, changedAt }) => [name, changedAt] as const)]);
    }
    counted = await ports.traffic.count(routes, { from: started, to: now, settled: now - settleMs }, until);
    const samples = trials.map(({ functionName, version, minInvocations }, index) => ({
      name: `${functionName}:${version}`,
      invocations: counted[2 * index]?.settled ?? 0,
      wanted: minInvocations,
    }));
    return verdict({ alarms, ...past, samples, isOver }, rules);
  };

  return {
    seen: (): Seen => ({
      rules,
      alarms,
      counted: routes.map((route, index) => ({ ...route, ...(counted[index] as Counted) })),
    }),
    /** Looks once. `isOver`: the time of the share is over, so that what is known by now has to do. */
    look: (isOver: boolean): Promise<Verdict> => within(ONE_LOOK_MS, surroundings, (until) => judge(isOver, until)),
  };
}

/** Awaits answers of CloudWatch, but not for longer than `ms`, nor when it is cancelled; the calls are given up then. */
async function within<Found>(
  ms: number,
  { clock, signal }: Watched['surroundings'],
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
