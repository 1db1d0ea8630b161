import { type Log, showDuration, wasGivenUp } from '@actions-aws/action';
import { isTransient } from '@actions-aws/aws';
import type { Alarm } from './alarms.ts';
import { looker, type Watched } from './look.ts';
import { outOfTime, type Verdict } from './verdict.ts';

/** How a gate ended. */
export interface Watch {
  readonly durationMs: number;
  readonly verdict: Exclude<Verdict, { is: 'open' }>;
  readonly alarms: readonly Alarm[];
  /** Alarms that fired all the while, and were ignored. */
  readonly ignored: readonly string[];
}

/** A gate: something is watched for a time, and has to stand it. */
export interface Gate extends Watched {
  /** What is watched, as the log says it: `10 %`. */
  readonly title: string;
  readonly forMs: number;
  /** How long data may be late: so long it is watched after its time, in milliseconds. */
  readonly settleMs: number;
  /** What the log tells besides, a line each. */
  readonly details?: () => readonly string[];
  readonly log: Log;
  /** When the time of the run is used up, in milliseconds since the epoch: then `signal` aborts. */
  readonly deadline: number;
  /** What the run was given, as it is told when it is used up, in milliseconds. */
  readonly timeoutMs: number;
  /** Asked at every look: whether the candidate is still this run's to watch. `false` ends the gate without a verdict. */
  readonly renew?: () => Promise<boolean>;
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
 * Watches until the verdict is in, or the candidate is not this run's any more. The caller takes the candidate back when it is a
 * breach, or when this throws: when it is cancelled, and when CloudWatch does not answer for a minute.
 */
export async function watchGate(gate: Gate): Promise<Watch | undefined> {
  const { forMs, settleMs, clock, log, signal, deadline } = gate;
  const started = clock.now();
  const { look, seen } = looker(gate);
  const ended = (found: Watch['verdict']): Watch => {
    const { alarms, rules } = seen();
    return { durationMs: clock.now() - started, verdict: found, alarms, ignored: rules.ignored };
  };
  const leftMs = () => started + forMs + settleMs - clock.now();
  let last: Verdict | undefined;
  let seenAt = started;
  let toldAt = Number.NEGATIVE_INFINITY;
  try {
    for (;;) {
      signal.throwIfAborted();
      if (gate.renew && !(await gate.renew())) return undefined;
      const now = clock.now();
      const isOver = leftMs() <= 0;
      let lostMs = 0;
      try {
        last = await look(isOver);
        seenAt = now;
        if (last.is !== 'open' || isOver || now - toldAt >= TELL_MS) {
          for (const line of told(gate, now - started, seen().alarms, last)) log.info(line);
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
    return ended(outOfTime(last.doubts, leftMs() <= 0, showDuration(gate.timeoutMs), gate.remedies));
  }
}

/** What a person who waits wants to see: how long still, what is counted, and what the alarms say. */
function told(
  { title, forMs, settleMs, details }: Gate,
  passedMs: number,
  alarms: readonly Alarm[],
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
    `${title} · ${time} · alarms ${firing.length > 0 ? firing.join(', ') : 'OK'}`,
    ...(details?.() ?? []),
    ...doubts.map((doubt) => `  Not enough is known yet: ${doubt}.`),
  ];
}
