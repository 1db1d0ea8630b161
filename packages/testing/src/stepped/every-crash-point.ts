import type { JournalEntry, Waiting } from '@actions-aws/local-aws';
import type { EndedBundle } from '../bundle.ts';
import { type CrashPoint, crashPoints, inWords, isWrite } from '../crash-points.ts';
import { type Aftermath, type CrashSweep, NEVER_REACHED, secondAttempt } from '../every-crash-point.ts';
import { difference, type Sweep, type Trial, type World } from '../trial.ts';
import type { Users } from '../users.ts';
import { type Fate, type Stage, stageOn, stuck } from './stage.ts';
import { type SteppedStep, startStep } from './step.ts';

/** Which crashes are tried. */
export interface SteppedCrashSweep extends CrashSweep {
  /** What became of other requests that were under way: each way is tried, `lost` and `applied` unless given. */
  readonly others?: readonly Exclude<Fate, 'parked'>[];
}

interface Crash {
  readonly point: CrashPoint;
  readonly aftermath: Aftermath;
  readonly others: Fate;
}

/**
 * The sweep of `everyCrashPoint` in this process, for a trial whose world stands still (`scale: 0`): kills the step at
 * every call of its undisturbed run, before and after the call's effect, runs it again, and expects the same end state.
 * Requests that were under way beside that call are lost in one try, and have their effect in another. Users look after
 * every write. Nothing in it depends on the machine's time, and a crash takes a fraction of a second.
 */
export async function everyCrashPointStepped<W extends World>(
  trial: Trial<W>,
  options: SteppedCrashSweep = {},
): Promise<Sweep> {
  const started = performance.now();
  const world = await trial.world();
  const failures: string[] = [];
  let tried = 0;
  try {
    const { control } = world.cloud;
    await control.snapshot('before the crashes');
    const stage = await stageOn(world.cloud);
    const restore = async () => {
      await stage.clear();
      await control.restore('before the crashes');
      await control.clearFaults();
      await control.clearJournal();
    };
    const undisturbed = await runUndisturbed(trial, world, stage);
    for (const crash of crashesOf(undisturbed, options)) {
      tried += 1;
      await restore();
      const wrong = await tryCrash({ trial, world, stage, undisturbed, options }, crash).catch((error: Error) => [
        error.message,
      ]);
      failures.push(...wrong.map((sentence) => `${nameOf(crash)}: ${sentence}`));
    }
    await stage.clear();
  } finally {
    await world.stop();
  }
  return { tried, failures, seconds: (performance.now() - started) / 1000 };
}

interface Undisturbed {
  readonly calls: readonly JournalEntry[];
  /** Places in the journal of calls beside which others were under way. */
  readonly accompanied: ReadonlySet<number>;
  readonly ended: EndedBundle;
  readonly settled: unknown;
}

interface Setting<W extends World> {
  readonly trial: Trial<W>;
  readonly world: W;
  readonly stage: Stage;
  readonly undisturbed: Undisturbed;
  readonly options: SteppedCrashSweep;
}

async function runUndisturbed<W extends World>(trial: Trial<W>, world: W, stage: Stage): Promise<Undisturbed> {
  await world.cloud.control.clearJournal();
  const users = trial.users?.(world);
  const running = await startStep(stage, trial.step(world));
  const accompanied = new Set<number>();
  await playUntil(stage, users, (request, parked) => {
    if (parked.length > 1) accompanied.add(request.seq);
    return false;
  });
  const ended = await running.ended;
  const complaints = (await users?.leave()) ?? [];
  if (complaints.length > 0) throw new Error(`users complained of the undisturbed run: ${complaints.join('; ')}`);
  if (!ended.outputs.outcome) throw new Error(`the undisturbed run has no outcome:\n${ended.stdout}`);
  const journal = await world.cloud.control.journal();
  const calls = journal.filter(({ accessKeyId }) => accessKeyId === running.accessKeyId);
  return { calls, accompanied, ended, settled: await settled(trial, world) };
}

function crashesOf({ calls, accompanied }: Undisturbed, options: SteppedCrashSweep): readonly Crash[] {
  const { choose = (points) => points, aftermaths = ['gone'], others = ['lost', 'applied'] } = options;
  const alone = new Set(calls.filter(({ seq }) => !accompanied.has(seq)).map(keyOf));
  return choose(crashPoints(calls)).flatMap((point) =>
    aftermaths
      .filter((aftermath) => aftermath !== 'late' || (isWrite(point.operation) && point.when === 'before'))
      .flatMap((aftermath) =>
        others.slice(0, alone.has(keyOf(point)) ? 1 : undefined).map((fate) => ({ point, aftermath, others: fate })),
      ),
  );
}

async function tryCrash<W extends World>(setting: Setting<W>, crash: Crash): Promise<readonly string[]> {
  const { trial, world, stage, undisturbed, options } = setting;
  const { point, aftermath } = crash;
  const users = trial.users?.(world);
  const running = await startStep(stage, trial.step(world));
  const here = await playUntil(stage, users, (request) => keyOf(request) === keyOf(point));
  if (!here) {
    await users?.leave();
    return [`${NEVER_REACHED}:\n${(await running.ended).stdout}`];
  }
  await stage.kill(running, (request) => (request.id === here.id ? fateOf(crash) : crash.others));
  await users?.visit();
  const wrong: string[] = [];
  if (aftermath === 'post') {
    const post = await runOn(stage, users, startStep(stage, trial.step(world), { post: running.saved }));
    if (/\n {4}at /.test(post.stdout)) wrong.push(`the post step broke down:\n${post.stdout}`);
  }
  const step = secondAttempt(trial.step(world));
  const again = await runOn(stage, users, startStep(stage, step, { name: 'again' }));
  if (aftermath === 'late') {
    await stage.proceed(here);
    await users?.visit();
  }
  wrong.push(...((await users?.leave()) ?? []));
  const { outcome = '' } = again.outputs;
  const { again: accepted = [undisturbed.ended.outputs.outcome ?? '', 'noop'] } = options;
  if (!accepted.includes(outcome)) {
    wrong.push(`the second run ended ${outcome || 'without an outcome'}:\n${again.stdout}`);
  } else if (again.exitCode !== undisturbed.ended.exitCode) {
    wrong.push(`the second run ended with exit code ${again.exitCode}`);
  }
  wrong.push(...difference(await settled(trial, world), undisturbed.settled));
  return wrong;
}

/** Lets everybody go on, and users look after each write, up to a request that is asked for. */
async function playUntil(
  stage: Stage,
  users: Users | undefined,
  isHere: (request: Waiting, parked: readonly Waiting[]) => boolean,
): Promise<Waiting | undefined> {
  const seen = new Set<string>();
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
      if (isWrite(next.operation)) await users?.visit();
    } else if (running.length === 0) return undefined;
    else if (!(await stage.pass())) throw new Error(stuck(running));
  }
}

async function runOn(stage: Stage, users: Users | undefined, starting: Promise<SteppedStep>): Promise<EndedBundle> {
  const running = await starting;
  await playUntil(stage, users, () => false);
  return running.ended;
}

/** Longer than it takes the quotas to fill again, and what AWS still does to be done. */
const PAUSE_MS = 10_000;

async function settled<W extends World>(trial: Trial<W>, world: W): Promise<unknown> {
  await world.cloud.clock.advance(PAUSE_MS);
  return trial.settled(world);
}

function fateOf({ point, aftermath }: Crash): Fate {
  if (aftermath === 'late') return 'parked';
  return point.when === 'before' ? 'lost' : 'applied';
}

function keyOf({ service, operation, resource, occurrence }: Omit<CrashPoint, 'when'>): string {
  return `${service} ${operation} ${resource} ${occurrence}`;
}

function nameOf({ point, aftermath, others }: Crash): string {
  const after = aftermath === 'gone' ? '' : `, ${aftermath}`;
  return `killed ${inWords(point)}${after}${others === 'applied' ? ', the others applied' : ''}`;
}
