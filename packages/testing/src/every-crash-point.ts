import { setTimeout as wait } from 'node:timers/promises';
import type { Waiting } from '@actions-aws/local-aws';
import { type BundleStep, type RunningBundle, runBundle, STEP_ACCESS_KEY, startBundle } from './bundle.ts';
import { type CrashPoint, crashPoints, inWords, isWrite } from './crash-points.ts';
import { difference, type Sweep, sweep, type Trial, type Undisturbed, type World, withUsers } from './trial.ts';
import type { Users } from './users.ts';

/**
 * What becomes of a run that was killed:
 *
 * - `gone`: the call that it was in is cut off with it, and the job is run again
 * - `post`: the runner still runs the post step, and then the job is run again
 * - `late`: the call that it was in reaches AWS only after the job was run again
 */
export type Aftermath = 'gone' | 'post' | 'late';

/**
 * What becomes of the other requests that it had under way: none of them had its effect, or all have. Whoever writes to
 * several things at once may leave either behind.
 */
export type Others = 'dropped' | 'applied';

/** Which crashes are tried. */
export interface CrashSweep {
  /** Leaves some points out; all are tried unless given. */
  choose?(points: readonly CrashPoint[]): readonly CrashPoint[];
  /** `gone` unless given; `late` applies to writes before their effect. */
  readonly aftermaths?: readonly Aftermath[];
  /** Outcomes that the second run may report; that of the undisturbed run and `noop` unless given. */
  readonly again?: readonly string[];
}

interface Crash {
  readonly point: CrashPoint;
  readonly aftermath: Aftermath;
  readonly others: Others;
}

/** How long nothing more may arrive, in milliseconds of the machine's time, until all that is under way has. */
const QUIET_MS = 40;

/** How often it is looked, in milliseconds of the machine's time. */
const LOOK_MS = 5;

/** How a failure begins where a run never got to the point. */
export const NEVER_REACHED = 'this point was never reached';

/**
 * Kills the action, by SIGKILL, at every call of its undisturbed run, before and after the call's effect; runs it again;
 * and expects the same end state, and users who noticed nothing. Where it had other writes under way, that is tried twice:
 * with none of them applied, and with all. A point that is never reached is a failure, too.
 */
export function everyCrashPoint<W extends World>(trial: Trial<W>, options: CrashSweep = {}): Promise<Sweep> {
  const { choose = (points) => points, aftermaths = ['gone'] } = options;
  return sweep<W, Crash>(trial, {
    cases: ({ calls }) =>
      choose(crashPoints(calls)).flatMap((point) =>
        aftermaths
          .filter((aftermath) => aftermath !== 'late' || (isWrite(point.operation) && point.when === 'before'))
          .map((aftermath) => ({ point, aftermath, others: 'dropped' })),
      ),
    name: ({ point, aftermath, others }) =>
      `killed ${inWords(point)}${aftermath === 'gone' ? '' : `, ${aftermath}`}${others === 'dropped' ? '' : ', others applied'}`,
    // On a busy machine the action may find a change complete at its first look, and not look again: once is no proof.
    again: NEVER_REACHED,
    try: (world, crash, undisturbed, also) =>
      withUsers(trial, world, (users) => tryCrash(trial, world, users, crash, undisturbed, { ...options, also })),
  });
}

async function tryCrash<W extends World>(
  trial: Trial<W>,
  world: W,
  users: Users,
  crash: Crash,
  { ended, settled }: Undisturbed,
  options: CrashSweep & { readonly also: (another: Crash) => void },
): Promise<readonly string[]> {
  const { point, aftermath } = crash;
  const { again: accepted = [ended.outputs.outcome ?? '', 'noop'] } = options;
  const { control } = world.cloud;
  await control.addFault({ ...point, accessKeyId: STEP_ACCESS_KEY, kind: 'hold', withOthers: true });
  const running = startBundle(trial.step(world));
  const held = await heldRequest(world, running);
  if (!held) {
    const { stdout } = await running.kill('SIGKILL');
    return [`${NEVER_REACHED}:\n${stdout}`];
  }
  await allArrived(world);
  const killed = await running.kill('SIGKILL');
  const others = (await control.held()).filter((one) => one.id !== held.id && one.when === 'before');
  if (crash.others === 'applied') await applyAll(world, others);
  else if (others.some(({ operation }) => isWrite(operation))) options.also({ ...crash, others: 'applied' });
  await control.clearFaults();
  for (const { id } of await control.held()) if (id !== held.id || aftermath !== 'late') await control.drop(id);
  await users.visit();
  const wrong: string[] = [];
  if (aftermath === 'post') {
    const post = await killed.post();
    if (/^Error|\n {4}at /m.test(post.stderr)) wrong.push(`the post step broke down:\n${post.stderr}`);
    await users.visit();
  }
  const again = await runBundle(secondAttempt(trial.step(world)));
  if (aftermath === 'late') {
    await control.release(held.id);
    await world.cloud.clock.sleep(1_000);
  }
  await users.visit();
  const { outcome = '' } = again.outputs;
  if (!accepted.includes(outcome))
    wrong.push(`the second run ended ${outcome || 'without an outcome'}:\n${again.stdout}`);
  else if (again.exitCode !== ended.exitCode) wrong.push(`the second run ended with exit code ${again.exitCode}`);
  wrong.push(...difference(await trial.settled(world), settled));
  return wrong;
}

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
async function allArrived({ cloud }: World): Promise<void> {
  let count = 0;
  for (let quiet = 0; quiet < QUIET_MS; quiet += LOOK_MS) {
    await wait(LOOK_MS);
    const now = (await cloud.control.held()).length;
    if (now !== count) quiet = 0;
    count = now;
  }
}

/** Lets requests have their effect; each is held once more before its answer, which nobody is there to hear. */
async function applyAll({ cloud: { control } }: World, requests: readonly Waiting[]): Promise<void> {
  for (const { id } of requests) await control.release(id);
  const hasEffect = new Set<number>();
  while (!requests.every(({ seq }) => hasEffect.has(seq))) {
    await wait(LOOK_MS);
    for (const { seq, when } of await control.held()) if (when === 'after') hasEffect.add(seq);
  }
}

/** "Re-run failed jobs": the same run, another attempt. */
export function secondAttempt(step: BundleStep): BundleStep {
  return { ...step, env: { ...step.env, GITHUB_RUN_ATTEMPT: '2' } };
}
