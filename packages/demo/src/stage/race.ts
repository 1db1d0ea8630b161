import type { LocalAws } from '@actions-aws/local-aws';
import type { Run } from '../story/story.ts';
import { accessKeyOf } from './run.ts';

/** A run that can be started. */
interface Runner {
  readonly number: number;
  start(): Promise<Run>;
}

/** Milliseconds of the machine's time after which nothing is waited for any more. */
const longestMs = 30_000;

/**
 * Has two deployers meet. The second looks first at what is live; its first writes are then on their way for as long as the
 * first takes to look, write and end, and reach AWS after that, all of them unchanged.
 */
export async function race(cloud: LocalAws, first: Runner, second: Runner): Promise<[Run, Run]> {
  const { control } = cloud;
  const accessKeyId = accessKeyOf(second.number);
  await control.addFault({
    operation: 'UpdateFunctionCode',
    accessKeyId,
    kind: 'hold',
    times: Number.MAX_SAFE_INTEGER,
  });
  const loses = second.start();
  // Whoever waits for the first must not be left alone with an error of the second.
  loses.catch(() => {});
  await Promise.race([control.waitHeld(longestMs), loses]);
  const wins = await first.start();
  await control.clearFaults();
  for (const { id } of await control.held()) await control.release(id);
  return [wins, await loses];
}
