import type { Clock } from '@actions-aws/local-aws';

/** How the time of a subprocess runs: together with the local cloud's, whose clock was made with the same `scale`. */
export interface TimeScale {
  /** How many times faster than the machine's. */
  readonly scale: number;
  readonly clock: Pick<Clock, 'now'>;
}

const preload = new URL('./scaled-time.mjs', import.meta.url).href;

/** What to add to `node`'s arguments and environment, so that the subprocess's clock shows what the cloud's shows. */
export function scaledTime({ scale, clock }: TimeScale): {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
} {
  const machineStart = performance.timeOrigin + performance.now();
  return {
    args: ['--import', preload],
    env: { SCALED_TIME: JSON.stringify({ scale, machineStart, localStart: clock.now() }) },
  };
}
