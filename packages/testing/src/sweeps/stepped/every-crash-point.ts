import type { Fate } from '../../simulation/stage.ts';
import { startStep } from '../../simulation/step.ts';
import { NEVER_REACHED, secondAttempt } from '../attempts.ts';
import { type CrashPoint, crashPoints, keyOf } from '../crash-points.ts';
import { aftermathsAt, type Crash, crashInWords, crashKinds, type Others } from '../crashes.ts';
import { callKind, type Domain } from '../domain.ts';
import { brokenDown, judgeSecondRun } from '../endings.ts';
import type { CrashSweep } from '../processes/every-crash-point.ts';
import { difference, type Sweep, type Trial, type World, withUsers, wrongLeftAlone } from '../trial.ts';
import type { Users } from '../users.ts';
import {
  arrivalOf,
  goOnUntil,
  runOn,
  runStep,
  type Setting,
  type SteppedUndisturbed,
  settled,
  sweepStepped,
} from './sweep.ts';

/** Which crashes are tried. */
export interface SteppedCrashSweep extends CrashSweep {
  /** What became of other requests that were under way: each way is tried, `lost` and `applied` unless given. */
  readonly others?: readonly Others[];
}

/**
 * The sweep of `everyCrashPoint` in this process, for a trial whose world stands still (`scale: 0`): kills the step at
 * every call of its undisturbed run, before and after the call's effect, runs it again, and expects the same end state.
 * Requests that were under way beside that call are lost in one try, and have their effect in another. Users look after
 * every write that had an effect. Nothing in it depends on the machine's time, and a crash takes a fraction of a second.
 */
export function everyCrashPointStepped<W extends World>(
  trial: Trial<W>,
  options: SteppedCrashSweep = {},
): Promise<Sweep> {
  return sweepStepped<W, Crash>(trial, {
    ...options,
    cases: (undisturbed) => crashesOf(trial.domain, undisturbed, options),
    name: crashInWords,
    kinds: crashKinds,
    try: (setting, crash) => withUsers(trial, setting.world, (users) => tryCrash(setting, users, crash, options)),
  });
}

/**
 * Points that leave the same behind are one: between them no time passed, the run changed nothing in the cloud, left nothing more for its post
 * step, and had nothing under way that changes something. What is killed leaves no more than that, so that all that comes after is the same
 * to the letter but for the reads that count against a quota. Only a call that comes late differs.
 */
function crashesOf(domain: Domain, undisturbed: SteppedUndisturbed, options: SteppedCrashSweep): readonly Crash[] {
  const { choose = (points) => points, aftermaths, others = ['lost', 'applied'] } = options;
  const left = leftBehind(domain, undisturbed);
  const points = choose(crashPoints(domain, undisturbed.calls));
  const standing = new Map<string, CrashPoint>();
  // A write tells more of itself than a read beside it.
  for (const point of points.toSorted((a, b) => Number(a.callKind === 'read') - Number(b.callKind === 'read'))) {
    const key = left(point);
    if (key !== undefined && !standing.has(key)) standing.set(key, point);
  }
  return points.flatMap((point) => {
    const key = left(point);
    const isSame = key !== undefined && standing.get(key) !== point;
    return aftermathsAt(point, aftermaths)
      .filter((aftermath) => !isSame || aftermath === 'late')
      .flatMap((aftermath) =>
        others.slice(0, key === undefined ? undefined : 1).map((fate) => ({ point, aftermath, others: fate })),
      );
  });
}

/** What a kill at a point leaves behind, in a word; `undefined` where that depends on what becomes of other requests. */
function leftBehind(
  domain: Domain,
  { calls, accompanied, savedAt }: SteppedUndisturbed,
): (point: CrashPoint) => string | undefined {
  const known = new Map<string, string>();
  let changes = 0;
  for (const call of calls) {
    const { seq, time } = call;
    const isRead = callKind(domain, call) === 'read';
    for (const when of ['before', 'after'] as const) {
      if (when === 'after' && !isRead) changes += 1;
      if (!accompanied.has(seq)) known.set(`${when} ${keyOf(call)}`, `${time} ${changes} ${savedAt.get(seq)}`);
    }
  }
  return (point) => known.get(`${point.when} ${keyOf(point)}`);
}

async function tryCrash<W extends World>(
  setting: Setting<W>,
  users: Users,
  crash: Crash,
  options: SteppedCrashSweep,
): Promise<readonly string[]> {
  const { trial, world, stage, undisturbed } = setting;
  const { point, aftermath } = crash;
  const running = await startStep(stage, trial.step(world));
  const here = await goOnUntil(setting, users, arrivalOf(point, running));
  if (!here) return [`${NEVER_REACHED}:\n${(await running.ended).stdout}`];
  await stage.kill(running, (request) => (request.id === here.id ? fateOf(crash) : crash.others));
  await users.visit();
  if (aftermath === 'alone') return wrongLeftAlone(trial, world);
  const wrong: string[] = [];
  if (aftermath === 'post') {
    const post = await runOn(setting, users, startStep(stage, trial.step(world), { post: running.saved }));
    wrong.push(...brokenDown(post));
  }
  const step = secondAttempt(trial.step(world));
  const again = await runStep(setting, users, step, 'again');
  if (aftermath === 'late') {
    await stage.proceed(here);
    await users.visit();
  }
  wrong.push(...judgeSecondRun(again, undisturbed, options.again));
  wrong.push(...difference(await settled(trial, world), undisturbed.settled));
  return wrong;
}

function fateOf({ point, aftermath }: Crash): Fate {
  if (aftermath === 'late') return 'parked';
  return point.when === 'before' ? 'lost' : 'applied';
}
