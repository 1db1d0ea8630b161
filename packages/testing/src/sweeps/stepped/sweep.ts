import type { Waiting } from '@actions-aws/local-aws';
import type { BundleStep, EndedBundle } from '../../bundle/bundle.ts';
import { accessKeyOf, type Running, type Stage, stageOn, stuck } from '../../simulation/stage.ts';
import { type SteppedStep, startStep } from '../../simulation/step.ts';
import { isLike, isWrite, type Recurring } from '../domain.ts';
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
import type { Users } from '../users.ts';

/** An undisturbed run on a stage. */
export interface SteppedUndisturbed extends Undisturbed {
  /** Places in the journal of calls beside which others were under way that change something. */
  readonly accompanied: ReadonlySet<number>;
  /** What the step had left for its post step when it made a call, by the call's place in the journal. */
  readonly savedAt: ReadonlyMap<number, string>;
}

/** A trial's steps run here. */
type OnStage<W extends World> = Pick<Setting<W>, 'trial' | 'world' | 'stage'>;

/** What a case is tried in. */
export interface Setting<W extends World> {
  readonly trial: Trial<W>;
  readonly world: W;
  readonly stage: Stage;
  readonly undisturbed: SteppedUndisturbed;
}

/**
 * Runs the trial once undisturbed on a stage, makes cases of that, and tries all or a sample, one after the other, each with
 * the world as it was.
 *
 * @throws when the undisturbed run has no outcome, or users complain of it: then there is nothing to compare with.
 */
export async function sweepStepped<W extends World, Case>(
  trial: Trial<W>,
  loop: Sampling &
    Pick<Sampled<Case>, 'name' | 'kinds'> & {
      cases(undisturbed: SteppedUndisturbed): readonly Case[];
      try(setting: Setting<W>, one: Case): Promise<readonly string[]>;
    },
): Promise<Sweep> {
  const started = performance.now();
  const world = await trial.world(0);
  const failures: string[] = [];
  let tried = 0;
  let of = 0;
  try {
    const { control } = world.cloud;
    await control.snapshot('before the cases');
    // As before each case: functions start cold, and what the cloud draws by chance comes out alike.
    await control.restore('before the cases');
    const stage = await stageOn(world.cloud);
    const accompanied = new Set<number>();
    const savedAt = new Map<number, string>();
    const how = onStage(trial, world, stage, ({ seq }, parked, saved) => {
      if (parked.some((other) => other.seq !== seq && isWrite(trial.domain, other))) accompanied.add(seq);
      savedAt.set(seq, JSON.stringify([...saved]));
    });
    const undisturbed = { ...(await runUndisturbed(trial, world, how)), accompanied, savedAt };
    const all = loop.cases(undisturbed);
    const { cases, told } = drawn(trial, 'steps', all, loop);
    of = all.length;
    for (const one of cases) {
      tried += 1;
      await stage.clear();
      await control.restore('before the cases');
      await control.clearFaults();
      await control.clearJournal();
      const wrong = await loop.try({ trial, world, stage, undisturbed }, one).catch(thrown);
      failures.push(...wrong.map((sentence) => told(one, sentence)));
    }
    await stage.clear();
  } finally {
    await world.stop();
  }
  return { tried, of, failures, seconds: (performance.now() - started) / 1000 };
}

/** Each step on the stage. All have one name: a fault is for the step's calls, whichever attempt makes them. */
export function onStage<W extends World>(
  trial: Trial<W>,
  world: W,
  stage: Stage,
  hears: (request: Waiting, parked: readonly Waiting[], saved: ReadonlyMap<string, string>) => void = () => {},
): Runs {
  const name = 'step';
  return {
    accessKeyId: accessKeyOf(name),
    async run(step, users) {
      const running = await startStep(stage, step, { name });
      await goOnUntil({ trial, world, stage }, users, (request, parked) => {
        hears(request, parked, running.saved);
        return false;
      });
      return running.ended;
    },
    settled: () => settled(trial, world),
  };
}

/** So much of the cloud's time lets users look again although a write had no effect: what AWS does by itself goes on. */
const LOOK_AGAIN_MS = 10_000;

/** Lets all go on, and users look after each write that had an effect, and now and then, up to a request that is asked for. */
export async function goOnUntil<W extends World>(
  { trial, world, stage }: OnStage<W>,
  users: Users,
  isHere: (request: Waiting, parked: readonly Waiting[]) => boolean,
): Promise<Waiting | undefined> {
  const seen = new Set<string>();
  const { clock } = world.cloud;
  let looked = clock.now();
  await stage.rest();
  for (;;) {
    const running = stage.cast.filter(({ state }) => state === 'running');
    const parked = running.flatMap((one) => one.parked);
    for (const request of parked) {
      if (!seen.has(request.id) && isHere(request, parked)) return request;
      seen.add(request.id);
    }
    const [next] = parked;
    if (next) {
      await stage.proceed(next);
      if (isWrite(trial.domain, next) && (clock.now() - looked >= LOOK_AGAIN_MS || (await hadEffect(world, next)))) {
        looked = clock.now();
        await users.visit();
      }
    } else if (running.length === 0) {
      // Who ended with an error may have left others under way: AWS has them.
      const [left] = stage.cast.flatMap((one) => (one.state === 'ended' ? one.parked : []));
      if (!left) return undefined;
      await stage.proceed(left);
    } else if (!(await stage.pass())) throw new Error(stuck(running));
  }
}

/** Tells, in `goOnUntil`, the request of a running step that is a call of its undisturbed run. */
export function arrivalOf(
  call: Recurring,
  { accessKeyId }: Pick<Running, 'accessKeyId'>,
): (request: Waiting, parked: readonly Waiting[]) => boolean {
  const isSame = isLike(call);
  const arrived = new Set<number>();
  return (request, parked) => {
    for (const one of parked) if (one.accessKeyId === accessKeyId && isSame(one)) arrived.add(one.seq);
    const place = [...arrived].filter((seq) => seq <= request.seq).length;
    return arrived.has(request.seq) && place === call.occurrence;
  };
}

/** What was refused or lost on its way is sent again, some hundred times where a fault lasts, and users have nothing new to see. */
async function hadEffect({ cloud }: World, { seq }: Waiting): Promise<boolean> {
  return (await cloud.control.journal()).findLast((entry) => entry.seq === seq)?.effect === true;
}

/** Goes on until a step has ended, and gives how. */
export async function runOn<W extends World>(
  on: OnStage<W>,
  users: Users,
  starting: SteppedStep | Promise<SteppedStep>,
): Promise<EndedBundle> {
  const running = await starting;
  await goOnUntil(on, users, () => false);
  return running.ended;
}

/** Starts a step under a name and lets it run to its end. */
export function runStep<W extends World>(
  on: OnStage<W>,
  users: Users,
  step: BundleStep,
  name: string,
): Promise<EndedBundle> {
  return runOn(on, users, startStep(on.stage, step, { name }));
}

/** Longer than it takes the quotas to fill again, and what AWS still does to be done. */
const PAUSE_MS = 10_000;

/** What AWS holds once all is done. */
export async function settled<W extends World>(trial: Trial<W>, world: W): Promise<unknown> {
  await world.cloud.clock.advance(PAUSE_MS);
  return trial.settled(world);
}

/** What users reach, read once the quotas have filled again: they are those of the run, too. */
export async function pointerLater<W extends World>(trial: Trial<W>, world: W): Promise<string | undefined> {
  await world.cloud.clock.advance(PAUSE_MS);
  return trial.pointer(world);
}
