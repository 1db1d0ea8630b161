import { runBundle, STEP_ACCESS_KEY } from '../../bundle/bundle.ts';
import type { Sampled, Sampling } from '../sample.ts';
import {
  drawn,
  type Runs,
  runUndisturbed,
  type Sweep,
  type Trial,
  thrown,
  type Undisturbed,
  type World,
} from '../trial.ts';

/** Each step as a process of its own. */
export function asProcesses<W extends World>(trial: Trial<W>, world: W): Runs {
  return { accessKeyId: STEP_ACCESS_KEY, run: (step) => runBundle(step), settled: () => trial.settled(world) };
}

/** Runs a case in a world of its own, and says what was wrong; `also` adds a case that only this one could find. */
export type Try<W extends World, Case> = (
  world: W,
  one: Case,
  undisturbed: Undisturbed,
  also: (another: Case) => void,
) => Promise<readonly string[]>;

/**
 * Runs the trial once undisturbed, makes cases of that, and tries each, or a sample, in a restored world, a few worlds at a
 * time.
 *
 * @throws when the undisturbed run leaves another state each time, or complains: then there is nothing to compare with.
 */
export async function sweep<W extends World, Case>(
  trial: Trial<W>,
  loop: Sampling &
    Pick<Sampled<Case>, 'name' | 'kinds'> & {
      /** How many times faster than the machine's the time of cloud and action runs. */
      readonly scale: number;
      cases(undisturbed: Undisturbed): readonly Case[];
      try: Try<W, Case>;
      /** A case that went wrong in these words is tried once more before it counts. */
      readonly again?: string;
    },
): Promise<Sweep> {
  const started = performance.now();
  const first = await openWorld(trial, loop.scale);
  const failures: string[] = [];
  const open = [first];
  let tried = 0;
  let of = 0;
  try {
    const undisturbed = await runUndisturbed(trial, first.world, asProcesses(trial, first.world));
    const all = loop.cases(undisturbed);
    const { cases, told } = drawn(trial, 'processes', all, loop);
    const waiting = [...cases];
    of = all.length;
    const attempt = async (home: OpenWorld<W>, one: Case) => {
      await home.restore();
      const also = (another: Case) => {
        of += 1;
        waiting.push(another);
      };
      return loop.try(home.world, one, undisturbed, also).catch(thrown);
    };
    const work = async (home: OpenWorld<W>) => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
        tried += 1;
        let wrong = await attempt(home, one);
        if (loop.again && wrong.some((sentence) => sentence.startsWith(loop.again ?? ''))) {
          wrong = await attempt(home, one);
        }
        const said = one;
        failures.push(...wrong.map((sentence) => told(said, sentence)));
      }
    };
    // A world takes as long to make as a case takes, which a sample of a few cases does not win back; more than three only
    // wait for each other.
    const others = Math.min(3, Math.ceil(waiting.length / 8)) - 1;
    await Promise.all([
      work(first),
      ...Array.from({ length: Math.max(0, others) }, async () => {
        const home = await openWorld(trial, loop.scale);
        open.push(home);
        await work(home);
      }),
    ]);
  } finally {
    for (const { world } of open) await world.stop();
  }
  return { tried, of, failures, seconds: (performance.now() - started) / 1000 };
}

interface OpenWorld<W> {
  readonly world: W;
  restore(): Promise<void>;
}

async function openWorld<W extends World>(trial: Trial<W>, scale: number): Promise<OpenWorld<W>> {
  const world = await trial.world(scale);
  const { control } = world.cloud;
  await control.snapshot('before');
  return {
    world,
    async restore() {
      await control.restore('before');
      await control.clearFaults();
      await control.clearJournal();
    },
  };
}
