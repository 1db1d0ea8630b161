import { type Around, changeset, sourcesAt, startWorld, type World } from './world.ts';

/** What users of the remote see: its refs, and its releases. */
export async function seen({ refs, releases }: World) {
  const kept = releases.kept.map(({ tag_name, draft, prerelease, latest, target_commitish, body, assets }) => ({
    tag: tag_name,
    commit: target_commitish,
    draft,
    prerelease,
    latest,
    body,
    assets: assets.map(({ name, text }) => ({ name, text })),
  }));
  return { refs: await refs(), releases: kept.sort((a, b) => (a.tag < b.tag ? -1 : 1)) };
}

/** Sources whose version a changeset raises. */
export const waiting = { ...sourcesAt('0.0.0'), '.changeset/one.md': changeset('major', 'It greets.') };

/** What a run writes, in order, where others see it. */
export const EFFECTS = ['push', 'draft', 'upload', 'publish', 'push', 'push'];

/** How a run ends that is killed. */
export class Crash extends Error {}

/** Does something before or after a run's nth call that changes what others see. */
export function around(
  nth: number,
  when: 'before' | 'after',
  what: () => unknown,
): { around: Around; calls: readonly string[] } {
  const calls: string[] = [];
  let dead = false;
  const watched = <A extends unknown[], R>(name: string, call: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      calls.push(name);
      if (calls.length === nth && when === 'before') await alive();
      const result = await call(...args);
      if (calls.length === nth && when === 'after') await alive();
      return result;
    };
  };
  const alive = async () => {
    dead = true;
    await what();
    dead = false;
  };
  const read = <A extends unknown[], R>(call: (...args: A) => Promise<R>) => {
    return (...args: A): Promise<R> => (dead ? Promise.reject(new Crash()) : call(...args));
  };
  return {
    calls,
    around: ({ remote, releases }) => ({
      remote: { read: read(remote.read), push: watched('push', remote.push) },
      releases: {
        list: read(releases.list),
        draft: watched('draft', releases.draft),
        upload: watched('upload', releases.upload),
        remove: watched('remove', releases.remove),
        discard: watched('discard', releases.discard),
        publish: watched('publish', releases.publish),
      },
    }),
  };
}

/** Ends the run there: what is killed does not look again either. */
export const crashing = (nth: number, when: 'before' | 'after') =>
  around(nth, when, () => {
    throw new Crash();
  });

/** Kills a run before and after some of its effects, runs again, and compares with a run that was left alone. */
export async function killedAt(start: World, steps: readonly number[], effects: readonly string[]): Promise<void> {
  const whole = crashing(0, 'before');
  const end = await endOf(start, (reference) => reference.publish(whole));
  expect(whole.calls).toEqual(effects);
  for (const step of steps) {
    for (const when of ['before', 'after'] as const) {
      const came = await endOf(start, async (trial) => {
        await expect(trial.publish(crashing(step + 1, when))).rejects.toThrow(Crash);
        await trial.publish();
      });
      expect({ step, when, ...came }).toEqual({ step, when, ...end });
    }
  }
}

/** Lets another run of the same commit take all its steps before one of a run, and compares with one that was left alone. */
export async function twiceAtOnce(start: World, steps: readonly number[]): Promise<void> {
  const end = await endOf(start, (alone) => alone.publish());
  for (const step of steps) {
    const came = await endOf(start, (trial) => trial.publish(around(step + 1, 'before', () => trial.publish())));
    expect({ step, ...came }).toEqual({ step, ...end });
  }
}

/** What is there in the end, in a world of its own that begins like another. */
async function endOf(start: World, happens: (world: World) => Promise<unknown>) {
  const world = await startWorld(start);
  try {
    await happens(world);
    return await seen(world);
  } finally {
    await world.stop();
  }
}
