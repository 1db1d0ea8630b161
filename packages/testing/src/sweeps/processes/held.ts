import { setTimeout as wait } from 'node:timers/promises';
import type { Waiting } from '@actions-aws/local-aws';
import type { RunningBundle } from '../../bundle/bundle.ts';
import type { World } from '../trial.ts';

/** How long nothing more may arrive, in milliseconds of the machine's time, until all that is under way has. */
const QUIET_MS = 40;

/** How often it is looked, in milliseconds of the machine's time. */
const LOOK_MS = 5;

/** The request that the cloud holds, as soon as there is one; nothing if the step ends before. */
export async function heldRequest({ cloud }: World, { ended }: RunningBundle): Promise<Waiting | undefined> {
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  ended.then(end, end);
  while (!isOver) {
    const [held] = await cloud.control.held();
    if (held) return held;
    await wait(LOOK_MS);
  }
  return undefined;
}

/** Resolves when the step has sent all that it can send while nothing is answered. */
export async function allArrived({ cloud }: World): Promise<void> {
  let count = 0;
  for (let quiet = 0; quiet < QUIET_MS; quiet += LOOK_MS) {
    await wait(LOOK_MS);
    const now = (await cloud.control.held()).length;
    if (now !== count) quiet = 0;
    count = now;
  }
}

/** Lets requests have their effect; each is held once more before its answer, which its sender does not live to hear. */
export async function applyAll({ cloud: { control } }: World, requests: readonly Waiting[]): Promise<void> {
  for (const { id } of requests) await control.release(id);
  const hasEffect = new Set<number>();
  while (!requests.every(({ seq }) => hasEffect.has(seq))) {
    await wait(LOOK_MS);
    for (const { seq, when } of await control.held()) if (when === 'after') hasEffect.add(seq);
  }
}
