import { runBundle, STEP_ACCESS_KEY, startBundle } from '../../bundle/bundle.ts';
import { NEVER_REACHED, secondAttempt } from '../attempts.ts';
import { type CancelSweep, IN_TIME_MS } from '../cancellations.ts';
import { type CrashPoint, crashPoints, inWords } from '../crash-points.ts';
import { isWrite } from '../domain.ts';
import { judgeSecondRun, unclear, untruths } from '../endings.ts';
import { callsIn, difference, type Sweep, type Trial, type Undisturbed, type World, withUsers } from '../trial.ts';
import type { Users } from '../users.ts';
import { allArrived, heldRequest } from './held.ts';
import { sweep } from './sweep.ts';

type Signal = 'SIGINT' | 'SIGTERM';

interface Cancellation {
  readonly point: CrashPoint;
  readonly signal: Signal;
}

/** Which cancellations of a process are tried. */
export interface SignalSweep extends CancelSweep {
  /** SIGINT, with which the runner begins, unless given; a process that never got it meets SIGTERM as the first. */
  readonly signals?: readonly Signal[];
}

/**
 * Cancels the workflow, by a signal, while a call is under way and all that is sent beside it, at every call. The run ends by
 * itself, in time before the runner would kill it; begins no more writes than `writesAfter`, to take back what it wrote; says
 * truly what is so; and a second run ends as the undisturbed one did. Users notice nothing.
 */
export function everyCancellation<W extends World>(trial: Trial<W>, options: SignalSweep = {}): Promise<Sweep> {
  const { choose = (points) => points, signals = ['SIGINT'], writesAfter = 1 } = options;
  return sweep<W, Cancellation>(trial, {
    ...options,
    // It has to be in time, and a busy machine takes longer for what takes no time.
    scale: 2,
    cases: ({ calls }) =>
      choose(crashPoints(trial.domain, calls)).flatMap((point) => signals.map((signal) => ({ point, signal }))),
    name: ({ point, signal }) => `cancelled ${inWords(point)} by ${signal}`,
    kinds: ({ point: { when }, signal }) => [when, signal],
    again: NEVER_REACHED,
    try: (world, one, undisturbed) =>
      withUsers(trial, world, (users) => tryCancellation(trial, world, users, one, undisturbed, writesAfter)),
  });
}

/** Longer than it takes a load balancer to lead all requests as it is told, in milliseconds of the local clock. */
const LED_MS = 4_000;

async function tryCancellation<W extends World>(
  trial: Trial<W>,
  world: W,
  users: Users,
  { point, signal }: Cancellation,
  undisturbed: Undisturbed,
  writesAfter: number,
): Promise<readonly string[]> {
  const { control, clock } = world.cloud;
  const { callKind: _, ...where } = point;
  await control.addFault({ ...where, accessKeyId: STEP_ACCESS_KEY, kind: 'hold', withOthers: true });
  const running = startBundle(trial.step(world));
  const held = await heldRequest(world, running);
  if (!held) {
    const { stdout } = await running.ended;
    return [`${NEVER_REACHED}:\n${stdout}`];
  }
  await allArrived(world);
  const underWay = await control.held();
  const begun = Math.max(...underWay.map(({ seq }) => seq));
  const cancelled = clock.now();
  const ending = running.kill(signal);
  // The signal is there before the answers are.
  await clock.sleep(500);
  await control.clearFaults();
  for (const { id } of await control.held()) await control.release(id).catch(() => {});
  const ended = await ending;
  const took = clock.now() - cancelled;
  await users.visit();
  await clock.sleep(LED_MS);
  const wrong: string[] = [...untruths(trial, ended, await trial.pointer(world), undisturbed)];
  if (took > IN_TIME_MS) wrong.push(`it took ${took} ms to end`);
  if (ended.exitCode !== 0) wrong.push(...unclear(ended));
  const writes = (await callsIn(world)).filter((call) => call.seq > begun && isWrite(trial.domain, call));
  if (writes.length > writesAfter)
    wrong.push(`it began ${writes.map(({ operation }) => operation).join(', ')} after that`);
  const again = await runBundle(secondAttempt(trial.step(world)));
  await users.visit();
  wrong.push(...judgeSecondRun(again, undisturbed));
  wrong.push(...difference(await trial.settled(world), undisturbed.settled));
  return wrong;
}
