import { runBundle, STEP_ACCESS_KEY, startBundle } from '../../bundle/bundle.ts';
import type { Users } from '../../lambda/users.ts';
import { NEVER_REACHED, secondAttempt } from '../attempts.ts';
import { type CrashPoint, crashPoints, inWords, isWrite } from '../crash-points.ts';
import { judgeSecondRun, unclear, untruths } from '../endings.ts';
import {
  callsIn,
  difference,
  type Sweep,
  sweep,
  type Trial,
  type Undisturbed,
  type World,
  withUsers,
} from '../trial.ts';
import { heldRequest } from './held.ts';

/** Which cancellations are tried. */
export interface CancelSweep {
  /** Leaves some points out; all are tried unless given. */
  choose?(points: readonly CrashPoint[]): readonly CrashPoint[];
}

/** Which cancellations of a process are tried. */
export interface SignalSweep extends CancelSweep {
  /** SIGINT, with which the runner begins, unless given; a process that never got it meets SIGTERM as the first. */
  readonly signal?: 'SIGINT' | 'SIGTERM';
}

/**
 * Cancels the workflow, by a signal, while a call is under way, at every call. The run ends by itself, in time before the
 * runner would kill it; begins at most one more write, which takes back what it wrote; says truly what is so; and a second
 * run ends as the undisturbed one did. Users notice nothing.
 */
export function everyCancellation<W extends World>(trial: Trial<W>, options: SignalSweep = {}): Promise<Sweep> {
  const { choose = (points) => points, signal = 'SIGINT' } = options;
  return sweep<W, CrashPoint>(trial, {
    cases: ({ calls }) => choose(crashPoints(calls)),
    name: (point) => `cancelled ${inWords(point)}`,
    again: NEVER_REACHED,
    try: (world, point, undisturbed) =>
      withUsers(trial, world, (users) => tryCancellation(trial, world, users, point, undisturbed, signal)),
  });
}

/** SIGTERM follows SIGINT after 7.5 s: https://github.com/actions/runner/blob/main/src/Runner.Sdk/ProcessInvoker.cs */
export const IN_TIME_MS = 7_500;

async function tryCancellation<W extends World>(
  trial: Trial<W>,
  world: W,
  users: Users,
  point: CrashPoint,
  undisturbed: Undisturbed,
  signal: NodeJS.Signals,
): Promise<readonly string[]> {
  const { control, clock } = world.cloud;
  await control.addFault({ ...point, accessKeyId: STEP_ACCESS_KEY, kind: 'hold' });
  const running = startBundle(trial.step(world));
  const held = await heldRequest(world, running);
  if (!held) {
    const { stdout } = await running.ended;
    return [`${NEVER_REACHED}:\n${stdout}`];
  }
  const cancelled = clock.now();
  const ending = running.kill(signal);
  // The signal is there before the answer is.
  await clock.sleep(500);
  await control.release(held.id).catch(() => {});
  const ended = await ending;
  const took = clock.now() - cancelled;
  await users.visit();
  const wrong: string[] = [...untruths(trial, ended, await trial.pointer(world), undisturbed)];
  if (took > IN_TIME_MS) wrong.push(`it took ${took} ms to end`);
  if (ended.exitCode !== 0) wrong.push(...unclear(ended));
  const begun = (await callsIn(world)).filter(({ seq, operation }) => seq > held.seq && isWrite(operation));
  if (begun.length > 1) wrong.push(`it began ${begun.map(({ operation }) => operation).join(', ')} after that`);
  const again = await runBundle(secondAttempt(trial.step(world)));
  await users.visit();
  wrong.push(...judgeSecondRun(again, undisturbed));
  wrong.push(...difference(await trial.settled(world), undisturbed.settled));
  return wrong;
}
