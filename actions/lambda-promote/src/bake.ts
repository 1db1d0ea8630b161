import { showDuration, wasGivenUp } from '@actions-aws/action';
import { isAccessDenied, isTransient, TransientError } from '@actions-aws/aws';
import { inPercent } from '@actions-aws/promotion';
import type { Alarms, Fired, WatchedAlarm } from './alarms.ts';
import { watchMs } from './canary.ts';
import type { Surroundings } from './ports.ts';
import type { Counted, Route, Traffic } from './traffic.ts';
import { type Alarm, outOfTime, type Rules, stillIgnored, type Verdict, verdict } from './verdict.ts';

/** A candidate that has a share of the users, beside what the rest of them meets. */
export interface Trial {
  readonly functionName: string;
  readonly alias: string;
  readonly version: string;
  readonly live: string;
  readonly minInvocations: number;
}

/** How all candidates did together at one share. */
export interface Baked {
  readonly share: number;
  readonly durationMs: number;
  readonly verdict: Exclude<Verdict, { is: 'open' }>;
  /** By candidate and by what was live beside it. */
  readonly counted: readonly (Route & Counted)[];
  readonly alarms: readonly Alarm[];
  /** Alarms that fired all the while, and were ignored. */
  readonly ignored: readonly string[];
}

/** What a bake is to do: watch some candidates together for a time. */
export interface Bake {
  readonly share: number;
  readonly forMs: number;
  readonly settleMs: number;
  readonly trials: readonly Trial[];
  readonly rules: Rules;
  readonly ports: { readonly alarms: Alarms; readonly traffic: Traffic };
  readonly surroundings: Pick<Surroundings, 'clock' | 'log' | 'signal' | 'budget'>;
  /** What the run was given, as it is told when it is used up. */
  readonly timeoutMs: number;
  /** Renews the lease; called at every look. `false` ends the bake without a verdict. */
  renew(): Promise<boolean>;
}

/** How often we look, in milliseconds: as often as an alarm can change (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html#alarm-evaluation). */
const LOOK_MS = 10_000;
/** How long one look may take, with all attempts of the SDK: what it finds later is not what is so. */
const ONE_LOOK_MS = 10_000;
/** How long CloudWatch may answer nothing, in milliseconds, before the candidate is taken from users that nobody watches. */
const BLIND_MS = 60_000;
/** How often the log tells, in milliseconds. */
const TELL_MS = 30_000;

/** What is known by now; of what the last look was not told, what an earlier one was. */
interface Seen {
  readonly rules: Rules;
  readonly alarms: readonly Alarm[];
  readonly counted: readonly Counted[];
  /** When each alarm came to its state, as far as that has been looked into. */
  readonly lookedInto: ReadonlyMap<string, number>;
  /** What the last whole look came to. */
  readonly found?: Verdict;
}

/**
 * Watches the candidates until the verdict is in, or their lease is lost. Whoever calls takes the candidates back when it is
 * a breach, or when this throws: when it is cancelled, and when CloudWatch does not answer for a minute.
 */
export async function bake(given: Bake): Promise<Baked | undefined> {
  const { share, settleMs, trials, ports, surroundings } = given;
  const { clock, log, signal, budget } = surroundings;
  const started = clock.now();
  const isCounted = trials.some(({ minInvocations }) => minInvocations > 0);
  const forMs = watchMs(given.forMs, started, isCounted);
  const routes = trials.flatMap(({ functionName, alias, version, live }) => [
    { functionName, alias, version },
    { functionName, alias, version: live },
  ]);
  let seen: Seen = { rules: given.rules, alarms: [], counted: [], lookedInto: new Map() };
  const ended = (found: Baked['verdict']): Baked => ({
    share,
    durationMs: clock.now() - started,
    verdict: found,
    counted: routes.map((route, index) => ({ ...route, ...(seen.counted[index] ?? NONE) })),
    alarms: seen.alarms,
    ignored: seen.rules.ignored,
  });
  const isTimeOver = () => clock.now() - started >= forMs + settleMs;
  let seenAt = started;
  let toldAt = Number.NEGATIVE_INFINITY;

  /** Alarms that have been in another state since the last look, or since the share began, may have fired meanwhile. */
  const firedBetween = async (alarms: readonly WatchedAlarm[], upTo: Seen['lookedInto'], until: AbortSignal) => {
    const fired: Fired[] = [];
    const unknown: string[] = [];
    for (const alarm of alarms) {
      const last = upTo.get(alarm.name);
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
  const look = async (now: number, isOver: boolean, until: AbortSignal): Promise<Verdict> => {
    const alarms = await ports.alarms.read(seen.rules.alarms, until);
    const { lookedInto } = seen;
    const before = seen.rules;
    const rules = { ...before, ignored: stillIgnored(before.ignored, alarms) };
    seen = { ...seen, rules, alarms };
    const first = verdict({ alarms, samples: [], isOver: false }, rules);
    if (first.is === 'breached') return first;
    const past = await firedBetween(
      alarms.filter(({ name, state }) => state !== 'ALARM' && !before.ignored.includes(name)),
      lookedInto,
      until,
    );
    const second = verdict({ alarms, ...past, samples: [], isOver: false }, rules);
    if (second.is === 'breached') return second;
    // What nobody may find out is asked again: the permission may come.
    const known = past.unknown.length > 0 ? [] : alarms.map(({ name, changedAt }) => [name, changedAt] as const);
    seen = { ...seen, lookedInto: new Map([...lookedInto, ...known]) };
    const counted = await ports.traffic.count(routes, { from: started, to: now, settled: now - settleMs }, until);
    seen = { ...seen, counted };
    const samples = trials.map(({ functionName, version, minInvocations }, index) => ({
      name: `${functionName}:${version}`,
      invocations: counted[2 * index]?.settled ?? 0,
      wanted: minInvocations,
    }));
    return verdict({ alarms, ...past, samples, isOver }, rules);
  };

  try {
    for (;;) {
      signal.throwIfAborted();
      if (!(await given.renew())) return undefined;
      const now = clock.now();
      const isOver = isTimeOver();
      try {
        const found = await within(ONE_LOOK_MS, surroundings, (until) => look(now, isOver, until));
        seen = { ...seen, found };
        seenAt = now;
        if (found.is !== 'open' || isOver || now - toldAt >= TELL_MS) {
          for (const line of told({ ...given, forMs }, now - started, seen, found)) log.info(line);
          toldAt = now;
        }
        if (found.is !== 'open') return ended(found);
      } catch (error) {
        signal.throwIfAborted();
        if (!isTransient(error) || clock.now() - seenAt >= BLIND_MS) throw error;
        log.info(`${(error as Error).message} It is asked again.`);
      }
      const left = started + forMs + settleMs - clock.now();
      await clock.sleep(left > 0 ? Math.min(LOOK_MS, left) : LOOK_MS, signal);
    }
  } catch (error) {
    const isUsedUp = wasGivenUp(error, signal) && clock.now() >= budget.deadline;
    if (!isUsedUp || seen.found?.is !== 'open') throw error;
    return ended(outOfTime(seen.found.doubts, isTimeOver(), showDuration(given.timeoutMs)));
  }
}

/** Awaits answers of CloudWatch, but not for longer than `ms`, nor when it is cancelled; the calls are given up then. */
async function within<Found>(
  ms: number,
  { clock, signal }: Bake['surroundings'],
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

/** What a person who waits wants to see: how long still, who was called how often, and what the alarms say. */
function told(
  { share, forMs, settleMs, trials }: Bake,
  passedMs: number,
  { counted, alarms }: Seen,
  found: Verdict,
): readonly string[] {
  const seconds = (ms: number) => showDuration(Math.round(ms / 1000) * 1000);
  const settled = passedMs - forMs;
  const time =
    settled <= 0
      ? `${seconds(passedMs)} of ${seconds(forMs)}`
      : settled <= settleMs
        ? `${seconds(forMs)} over, data settle (${seconds(settled)} of ${seconds(settleMs)})`
        : `${seconds(forMs)} over, held for ${seconds(settled - settleMs)}`;
  const firing = alarms.filter(({ state }) => state !== 'OK').map(({ name, state }) => `${name} ${state}`);
  const doubts = found.is === 'open' && passedMs >= forMs + settleMs ? found.doubts : [];
  return [
    `${inPercent(share)} · ${time} · alarms ${firing.length > 0 ? firing.join(', ') : 'OK'}`,
    ...trials.map(({ functionName, version, live }, index) => {
      const [ours, theirs] = [counted[2 * index], counted[2 * index + 1]];
      return `  ${functionName}: version ${version} ${numbers(ours)}; version ${live} ${numbers(theirs)}`;
    }),
    ...doubts.map((doubt) => `  Not enough is known yet: ${doubt}.`),
  ];
}

const NONE: Counted = { invocations: 0, errors: 0, settled: 0 };

function numbers({ invocations, errors }: Counted = NONE): string {
  return `${invocations} ${invocations === 1 ? 'call' : 'calls'}, ${errors} ${errors === 1 ? 'error' : 'errors'}`;
}
