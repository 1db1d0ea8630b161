import { runBundle, STEP_ACCESS_KEY, startBundle } from '../../bundle/bundle.ts';
import { NEVER_REACHED, secondAttempt } from '../attempts.ts';
import { type CrashPoint, crashPoints } from '../crash-points.ts';
import { type Aftermath, aftermathsAt, type Crash, crashInWords } from '../crashes.ts';
import { isWrite } from '../domain.ts';
import { brokenDown, judgeSecondRun } from '../endings.ts';
import type { Sampling } from '../sample.ts';
import {
  difference,
  type Sweep,
  type Trial,
  type Undisturbed,
  type World,
  withUsers,
  wrongLeftAlone,
} from '../trial.ts';
import type { Users } from '../users.ts';
import { allArrived, applyAll, heldRequest } from './held.ts';
import { sweep } from './sweep.ts';

/** Which crashes are tried. */
export interface CrashSweep extends Sampling {
  /** Leaves some points out; all are tried unless given. */
  choose?(points: readonly CrashPoint[]): readonly CrashPoint[];
  /** `gone` unless given; `late` applies to writes before their effect. */
  readonly aftermaths?: readonly Aftermath[];
  /** Outcomes that the second run may report; that of the undisturbed run and `noop` unless given. */
  readonly again?: readonly string[];
}

/**
 * Kills the action, by SIGKILL, at every call of its undisturbed run, before and after the call's effect; runs it again;
 * and expects the same end state, and users who noticed nothing. Where it had other writes under way, that is tried twice:
 * with none of them applied, and with all. A point that is never reached is a failure, too.
 */
export function everyCrashPoint<W extends World>(trial: Trial<W>, options: CrashSweep = {}): Promise<Sweep> {
  const { choose = (points) => points, aftermaths } = options;
  return sweep<W, Crash>(trial, {
    ...options,
    scale: 5,
    cases: ({ calls }) =>
      choose(crashPoints(trial.domain, calls)).flatMap((point) =>
        aftermathsAt(point, aftermaths).map((aftermath) => ({ point, aftermath, others: 'lost' })),
      ),
    name: crashInWords,
    // Which kinds of call differ is for the steps to show; a process shows what it leaves behind.
    kinds: ({ point: { when }, aftermath }) => [when, aftermath],
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
  undisturbed: Undisturbed,
  options: CrashSweep & { readonly also: (another: Crash) => void },
): Promise<readonly string[]> {
  const { point, aftermath } = crash;
  const { control } = world.cloud;
  const { callKind: _, ...where } = point;
  await control.addFault({ ...where, accessKeyId: STEP_ACCESS_KEY, kind: 'hold', withOthers: true });
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
  else if (others.some((other) => isWrite(trial.domain, other))) options.also({ ...crash, others: 'applied' });
  await control.clearFaults();
  for (const { id } of await control.held()) if (id !== held.id || aftermath !== 'late') await control.drop(id);
  await users.visit();
  if (aftermath === 'alone') return wrongLeftAlone(trial, world);
  const wrong: string[] = [];
  if (aftermath === 'post') {
    wrong.push(...brokenDown(await killed.post()));
    await users.visit();
  }
  const again = await runBundle(secondAttempt(trial.step(world)));
  if (aftermath === 'late') {
    await control.release(held.id);
    await world.cloud.clock.sleep(1_000);
  }
  await users.visit();
  wrong.push(...judgeSecondRun(again, undisturbed, options.again));
  wrong.push(...difference(await trial.settled(world), undisturbed.settled));
  return wrong;
}
