import type { Clock, Log } from '@actions-aws/action';
import { isTransient } from '@actions-aws/aws';
import { type Alarms, looker, type Remedies, type Rules, type Verdict, watchGate } from '@actions-aws/gates';
import type { Failure } from '@actions-aws/promotion';

/** How the candidate stood a share, for the report. */
export interface Watched {
  /** Of the users, in percent. */
  readonly share: number;
  readonly durationMs: number;
  readonly verdict: Verdict;
}

/** What a watch needs of the run. */
export interface WatchMeans {
  readonly alarms: Alarms;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** When the time of the run is used up, in milliseconds since the epoch. */
  readonly deadline: number;
  /** What the run was given, in milliseconds. */
  readonly timeoutMs: number;
}

/** Watches the alarms while users meet the candidate. */
export interface Watcher {
  /** Watches a share for its time; `undefined` where the candidate is not at this share any more, by `isStill`. */
  gate(
    share: number,
    forMs: number,
    settleMs: number,
    isStill: () => Promise<boolean>,
    means: WatchMeans,
  ): Promise<{ readonly watched: Watched; readonly failure: Failure | undefined } | undefined>;
  /** Looks once, between gates; at most every ten seconds. Gives what the alarms say against the candidate. */
  glance(means: WatchMeans): Promise<Failure | undefined>;
  /** Looks now, and until CloudWatch answers: right before what cannot be taken back so easily. */
  look(means: WatchMeans): Promise<Failure | undefined>;
}

const REMEDIES: Remedies = {
  tooLittle: 'Send it traffic, put the alarm right, or set `on-insufficient-data`.',
  heldTooLong: 'Send it traffic, put the alarm right, or set `on-insufficient-data`.',
};
/** How often the alarms are looked at between gates, in milliseconds: as often as an alarm can change. */
const GLANCE_MS = 10_000;
/** Between looks that have to be answered, in milliseconds. */
const AGAIN_MS = 1_000;
/** How long CloudWatch may answer nothing, in milliseconds, before the candidate is taken from users. */
const BLIND_MS = 60_000;

/** A {@link Watcher} by these rules; without alarms it watches nothing but the time. */
export function watcherBy(rules: Rules): Watcher {
  let eye: ReturnType<typeof looker> | undefined;
  let glancedAt = Number.NEGATIVE_INFINITY;
  let blindSince: number | undefined;
  /** `undefined` where CloudWatch did not answer. */
  const see = async ({ alarms, clock, signal }: WatchMeans) => {
    glancedAt = clock.now();
    eye ??= looker({ rules, alarms, remedies: REMEDIES, clock, signal });
    try {
      const verdict = await eye.look(false);
      blindSince = undefined;
      return { failure: failureIn(verdict, 'While users met the new tasks') };
    } catch (error) {
      signal.throwIfAborted();
      blindSince ??= glancedAt;
      if (!isTransient(error) || clock.now() - blindSince >= BLIND_MS) throw error;
      return undefined;
    }
  };
  return {
    async gate(share, forMs, settleMs, isStill, { alarms, clock, log, signal, deadline, timeoutMs }) {
      const watch = await watchGate({
        title: `${share}%`,
        rules,
        alarms,
        remedies: REMEDIES,
        clock,
        signal,
        forMs,
        settleMs,
        log,
        deadline,
        timeoutMs,
        renew: isStill,
      });
      if (!watch) return undefined;
      const { durationMs, verdict } = watch;
      return { watched: { share, durationMs, verdict }, failure: failureIn(verdict, `With ${share}% of the users`) };
    },

    async glance(means) {
      if (rules.alarms.length === 0 || means.clock.now() - glancedAt < GLANCE_MS) return undefined;
      return (await see(means))?.failure;
    },

    async look(means) {
      while (rules.alarms.length > 0) {
        const seen = await see(means);
        if (seen) return seen.failure;
        await means.clock.sleep(AGAIN_MS, means.signal);
      }
      return undefined;
    },
  };
}

function failureIn(verdict: Verdict, when: string): Failure | undefined {
  if (verdict.is !== 'breached') return undefined;
  const { because, hint } = verdict;
  return { code: 'canary-failed', message: `${when} ${because.join('; ')}.`, ...(hint && { hint }) };
}
