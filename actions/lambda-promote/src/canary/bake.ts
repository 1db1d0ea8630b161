import { type Log, showDuration, wasGivenUp } from '@actions-aws/action';
import { isTransient } from '@actions-aws/aws';
import { inPercent } from '@actions-aws/promotion';
import { type Called, looker, type Seen, type Watched } from './look.ts';
import { type Alarm, outOfTime, type Verdict } from './verdict.ts';

/** How all candidates did together at one share. */
export interface Baked {
  readonly share: number;
  readonly durationMs: number;
  readonly verdict: Exclude<Verdict, { is: 'open' }>;
  /** By candidate and by what was live beside it. */
  readonly counted: readonly Called[];
  readonly alarms: readonly Alarm[];
  /** Alarms that fired all the while, and were ignored. */
  readonly ignored: readonly string[];
}

/** What a bake is to do: watch some candidates together for a time. */
export interface Bake extends Watched {
  readonly share: number;
  readonly forMs: number;
  readonly log: Log;
  /** When the time of the run is used up, in milliseconds since the epoch: then `signal` aborts. */
  readonly deadline: number;
  /** What the run was given, as it is told when it is used up. */
  readonly timeoutMs: number;
  /** Renews the lease; called at every look. `false` ends the bake without a verdict. */
  renew(): Promise<boolean>;
}

/** How often we look, in milliseconds: as often as an alarm can change (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html#alarm-evaluation). */
const LOOK_MS = 10_000;
/** How long after a look that took its time for nothing, in milliseconds. */
const AGAIN_MS = 1_000;
/** How long CloudWatch may answer nothing, in milliseconds, before the candidate is taken from users: it is not watched then. */
const BLIND_MS = 60_000;
/** How often the log tells, in milliseconds. */
const TELL_MS = 30_000;

/**
 * Watches the candidates until the verdict is in, or their lease is lost. The caller takes the candidates back when it is a
 * breach, or when this throws: when it is cancelled, and when CloudWatch does not answer for a minute.
 */
export async function bake(given: Bake): Promise<Baked | undefined> {
  const { share, forMs, settleMs, clock, log, signal, deadline } = given;
  const started = clock.now();
  const { look, seen } = looker(given);
  const ended = (found: Baked['verdict']): Baked => {
    const { alarms, counted, rules } = seen();
    return { share, durationMs: clock.now() - started, verdict: found, counted, alarms, ignored: rules.ignored };
  };
  const leftMs = () => started + forMs + settleMs - clock.now();
  let last: Verdict | undefined;
  let seenAt = started;
  let toldAt = Number.NEGATIVE_INFINITY;
  try {
    for (;;) {
      signal.throwIfAborted();
      if (!(await given.renew())) return undefined;
      const now = clock.now();
      const isOver = leftMs() <= 0;
      let lostMs = 0;
      try {
        last = await look(isOver);
        seenAt = now;
        if (last.is !== 'open' || isOver || now - toldAt >= TELL_MS) {
          for (const line of told(given, now - started, seen(), last)) log.info(line);
          toldAt = now;
        }
        if (last.is !== 'open') return ended(last);
      } catch (error) {
        signal.throwIfAborted();
        if (!isTransient(error) || clock.now() - seenAt >= BLIND_MS) throw error;
        log.info(`${(error as Error).message} It is asked again.`);
        // A look that came to nothing takes its time, too, and meanwhile what the candidate does is not seen.
        lostMs = clock.now() - now;
      }
      const left = leftMs();
      const pauseMs = left > 0 ? Math.min(LOOK_MS, left) : LOOK_MS;
      await clock.sleep(lostMs > 0 ? Math.max(AGAIN_MS, pauseMs - lostMs) : pauseMs, signal);
    }
  } catch (error) {
    const isUsedUp = wasGivenUp(error, signal) && clock.now() >= deadline;
    if (!isUsedUp || last?.is !== 'open') throw error;
    return ended(outOfTime(last.doubts, leftMs() <= 0, showDuration(given.timeoutMs)));
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
    ...trials.map(({ name, candidate, live }, index) => {
      const [ours, theirs] = [counted[2 * index], counted[2 * index + 1]];
      return `  ${name}: version ${candidate} ${numbers(ours as Called)}; version ${live} ${numbers(theirs as Called)}`;
    }),
    ...doubts.map((doubt) => `  Not enough is known yet: ${doubt}.`),
  ];
}

function numbers({ invocations, errors }: Called): string {
  return `${invocations} ${invocations === 1 ? 'call' : 'calls'}, ${errors} ${errors === 1 ? 'error' : 'errors'}`;
}
