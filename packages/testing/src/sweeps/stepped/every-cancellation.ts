import { Cancelled } from '@actions-aws/action';
import { startStep } from '../../simulation/step.ts';
import { NEVER_REACHED, secondAttempt } from '../attempts.ts';
import { type CancelSweep, IN_TIME_MS } from '../cancellations.ts';
import { type CrashPoint, callInWords, crashPoints } from '../crash-points.ts';
import { isWrite } from '../domain.ts';
import { brokenDown, judgeSecondRun, unclear, untruths } from '../endings.ts';
import { difference, type Sweep, type Trial, type World, withUsers } from '../trial.ts';
import type { Users } from '../users.ts';
import { arrivalOf, goOnUntil, pointerLater, runOn, runStep, type Setting, settled, sweepStepped } from './sweep.ts';

interface Cancelling {
  /** The call that it is in. */
  readonly point: CrashPoint;
  /** It is killed with the next call that it makes, and its post step has to make up for that. */
  readonly killed: boolean;
}

/**
 * The sweep of `everyCancellation` in this process, for a trial whose world stands still (`scale: 0`): the workflow is
 * cancelled while a call is under way, at every call. The run ends by itself, in time by the stepped clock; makes no more
 * writes than `writesAfter`; says truly what is so; its post step finds nothing to do; and a second run ends as the
 * undisturbed one did. In another try it is killed with the next call that it makes, that call lost: then a post step leaves
 * users with all of the one or all of the other.
 */
export function everyCancellationStepped<W extends World>(trial: Trial<W>, options: CancelSweep = {}): Promise<Sweep> {
  const { choose = (points) => points, writesAfter = 1 } = options;
  return sweepStepped<W, Cancelling>(trial, {
    ...options,
    cases: ({ calls }) => {
      const before = crashPoints(trial.domain, calls).filter(({ when }) => when === 'before');
      return choose(before).flatMap((point) => [false, true].map((killed) => ({ point, killed })));
    },
    name: ({ point, killed }) => `cancelled in ${callInWords(point)}${killed ? ', and killed in the next' : ''}`,
    kinds: ({ point: { callKind }, killed }) => [`in a ${callKind}`, killed ? 'killed' : 'not killed'],
    try: (setting, one) => withUsers(trial, setting.world, (users) => tryCancelling(setting, users, one, writesAfter)),
  });
}

async function tryCancelling<W extends World>(
  setting: Setting<W>,
  users: Users,
  { point, killed }: Cancelling,
  writesAfter: number,
): Promise<readonly string[]> {
  const { trial, world, stage, undisturbed } = setting;
  const { control, clock } = world.cloud;
  const running = await startStep(stage, trial.step(world));
  const here = await goOnUntil(setting, users, arrivalOf(point, running));
  if (!here) return [`${NEVER_REACHED}:\n${(await running.ended).stdout}`];
  const wrong: string[] = [];
  const begun = Math.max(...(await control.journal()).map(({ seq }) => seq));
  const cancelled = clock.now();
  running.cancel(new Cancelled('SIGINT'));
  const next = await goOnUntil(setting, users, ({ seq }) => killed && seq > begun);
  if (next) {
    await stage.kill(running);
  } else {
    const ended = await running.ended;
    const took = clock.now() - cancelled;
    wrong.push(...untruths(trial, ended, await pointerLater(trial, world), undisturbed));
    if (took > IN_TIME_MS) wrong.push(`it took ${took} ms to end`);
    if (ended.exitCode !== 0) wrong.push(...unclear(ended));
    const writes = (await control.journal()).filter(
      (call) => call.seq > begun && call.accessKeyId === running.accessKeyId && isWrite(trial.domain, call),
    );
    if (writes.length > writesAfter) wrong.push(`it made ${writes.map(callInWords).join(', ')} after that`);
  }
  await users.visit();
  const ending = await pointerLater(trial, world);
  const post = await runOn(setting, users, startStep(stage, trial.step(world), { post: running.saved }));
  await users.visit();
  wrong.push(...brokenDown(post));
  const now = await pointerLater(trial, world);
  if (!next && now !== ending) wrong.push(`the post step moved the pointer from ${ending} to ${now}`);
  // A rollback has no post step: what it has moved stays, and the next run moves the rest.
  const { before, after } = undisturbed.pointer;
  if (next && trial.purpose === 'promote' && now !== before && now !== after)
    wrong.push(`the post step left the pointer at ${now}:\n${post.stdout}`);
  const again = await runStep(setting, users, secondAttempt(trial.step(world)), 'again');
  await users.visit();
  wrong.push(...judgeSecondRun(again, undisturbed));
  wrong.push(...difference(await settled(trial, world), undisturbed.settled));
  return wrong;
}
