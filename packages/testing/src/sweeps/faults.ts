import type { FaultRule, JournalEntry } from '@actions-aws/local-aws';
import type { EndedBundle } from '../bundle/bundle.ts';
import { secondAttempt } from './attempts.ts';
import { callInWords } from './crash-points.ts';
import { type CallKind, callKind, type Domain, isWrite, isWriteKind } from './domain.ts';
import { judgeSecondRun, unclear, untruths } from './endings.ts';
import type { Sampling } from './sample.ts';
import { difference, type Runs, type Trial, type Undisturbed, type World, withUsers } from './trial.ts';
import type { Users } from './users.ts';

/** What can go wrong with a call, in words, and as the local cloud does it. */
export const FAULTS = {
  'is throttled': { kind: 'throttle' },
  'fails with 500': { kind: 'error' },
  'is cut off before its effect': { kind: 'reset' },
  'is cut off after its effect': { kind: 'reset', when: 'after' },
  'is never answered': { kind: 'hang' },
  'is answered by half': { kind: 'stall' },
  'is refused as a conflict': { kind: 'error' },
  'does not show the last write': { kind: 'stale' },
} as const satisfies Readonly<Record<string, Pick<FaultRule, 'kind' | 'when'>>>;

/**
 * Calls that meet a fault, where AWS does not answer so to every one. A read has no effect: cut off before it or after it, it leaves the
 * same behind, and its sender sees the same.
 */
const MET_BY: Partial<Readonly<Record<keyof typeof FAULTS, (domain: Domain, call: JournalEntry) => boolean>>> = {
  'is cut off after its effect': (domain, call) => callKind(domain, call) !== 'read',
  'is refused as a conflict': (domain, call) => domain.isGuarded(call),
  'does not show the last write': (domain, call) => domain.isEventual(call),
};

/** How many calls a fault strikes that lasts; nothing stays unseen for long. */
const LASTS: Partial<Readonly<Record<keyof typeof FAULTS, number>>> = { 'does not show the last write': 3 };

/** A fault at a call: the once, or that call and every later one of its operation on its resource. */
export interface FaultCase {
  readonly call: JournalEntry;
  /** What the call does. */
  readonly callKind: CallKind;
  readonly fault: keyof typeof FAULTS;
  readonly lasting: boolean;
  /** The run had written nothing before: what it may not be shown is another's. */
  readonly isFirst: boolean;
}

/** Which faults are tried, and what may come of them. */
export interface FaultSweep extends Sampling {
  /** Leaves some cases out; all are tried unless given. */
  choose?(cases: readonly FaultCase[]): readonly FaultCase[];
  /**
   * Whether the run may end red, safely. Unless given, only where a fault lasts, or strikes a probe, for those are
   * never repeated, or where another's write is not shown, which a run cannot know. What it wrote itself it looks for.
   */
  mayFail?(one: FaultCase): boolean;
}

/** Which cases there are, and what they are called. */
export function faultLoop(domain: Domain, { choose = (cases) => cases }: FaultSweep) {
  return {
    cases: ({ calls }: Pick<Undisturbed, 'calls'>) => choose(faultCases(domain, calls)),
    kinds: ({ callKind, fault, lasting }: FaultCase) => [callKind, `${fault}, ${lasting ? 'lasting' : 'once'}`],
    name: ({ call, fault, lasting }: FaultCase) =>
      `${callInWords(call)} ${fault}${lasting ? `, and so ${LASTS[fault] ? 'do the next ones' : 'does every later one'}` : ''}`,
  };
}

/** Whether the run may end red, safely. */
export function mayFail(options: FaultSweep, one: FaultCase): boolean {
  if (options.mayFail) return options.mayFail(one);
  if (one.fault === 'does not show the last write') return one.isFirst;
  return one.lasting || one.callKind === 'probe';
}

function faultCases(domain: Domain, calls: readonly JournalEntry[]): readonly FaultCase[] {
  const faults = Object.keys(FAULTS) as (keyof typeof FAULTS)[];
  const firstWrite = calls.findIndex((call) => isWrite(domain, call));
  return calls.flatMap((call, place) =>
    faults
      .filter((fault) => MET_BY[fault]?.(domain, call) ?? true)
      .flatMap((fault) =>
        [false, true].map((lasting) => ({
          call,
          callKind: callKind(domain, call),
          fault,
          lasting,
          isFirst: firstWrite < 0 || place < firstWrite,
        })),
      ),
  );
}

/** The cases that differ most: each fault once at every write, and one that lasts at every write and probe. */
export function tellingFaults(cases: readonly FaultCase[]): readonly FaultCase[] {
  return cases.filter(({ callKind, fault, lasting }) => {
    if (!lasting) return isWriteKind(callKind);
    return fault === 'fails with 500' && callKind !== 'read';
  });
}

/** The cases that `npm test` has time for: each fault once at each write of the pointer. */
export function faultsAtPointer(cases: readonly FaultCase[]): readonly FaultCase[] {
  return cases.filter(({ callKind, lasting }) => callKind === 'pointer' && !lasting);
}

/** What a case is tried in. */
export interface FaultRun<W extends World> extends Runs {
  readonly trial: Trial<W>;
  readonly world: W;
  readonly undisturbed: Undisturbed;
}

/** Runs the step with a fault, and again without if it did not get over it; a sentence for each thing that is wrong. */
export async function tryFault<W extends World>(
  how: FaultRun<W>,
  { call, fault, lasting }: FaultCase,
  mayFail: boolean,
): Promise<readonly string[]> {
  const { control } = how.world.cloud;
  const { service, operation, resource, occurrence } = call;
  const which = lasting ? { since: occurrence, times: LASTS[fault] ?? 1_000_000 } : { occurrence };
  const error = fault === 'is refused as a conflict' && { error: how.trial.domain.conflict(call) };
  const where = { service, operation, resource, accessKeyId: how.accessKeyId };
  await control.addFault({ ...where, ...which, ...FAULTS[fault], ...error });
  return withUsers(how.trial, how.world, (users) => judgeFault(how, users, { mayFail }));
}

/** What may come of a run that is disturbed. */
export interface Allowed {
  /** Whether it may end red, safely. */
  readonly mayFail: boolean;
  /** Outcomes that it may not have, though they tell the truth. */
  readonly never?: readonly string[];
}

/** Runs the step while the fault that was added lasts, and again without it; a sentence for each thing that is wrong. */
export async function judgeFault<W extends World>(
  { trial, world, undisturbed, run, settled }: FaultRun<W>,
  users: Users,
  { mayFail, never = [] }: Allowed,
): Promise<readonly string[]> {
  const { control } = world.cloud;
  const ended = await run(trial.step(world), users);
  await users.visit();
  const wrong: string[] = [];
  if ((await control.unreached()).length > 0) wrong.push('no call was struck');
  wrong.push(...untruths(trial, ended, await trial.pointer(world), undisturbed));
  const { outcome = '' } = ended.outputs;
  if (never.includes(outcome)) wrong.push(`it ended ${outcome}:\n${ended.stdout}`);
  const isOver = isAsUndisturbed(ended, undisturbed);
  const left = isOver ? difference(await settled(), undisturbed.settled) : [];
  if (!isOver || left.length > 0) {
    if (!mayFail) wrong.push(...left, `it did not get over it, and ended ${ended.outputs.outcome}:\n${ended.stdout}`);
    // Where the undisturbed run ends red, so does this one, with another cause: one message says which.
    wrong.push(...(isOver && ended.exitCode === 0 ? unsaid(ended) : unclear(ended)));
    await control.clearFaults();
    const again = await run(secondAttempt(trial.step(world)), users);
    await users.visit();
    wrong.push(...judgeSecondRun(again, undisturbed));
    wrong.push(...difference(await settled(), undisturbed.settled));
  }
  return wrong;
}

function isAsUndisturbed({ outputs, exitCode }: EndedBundle, { ended }: Undisturbed): boolean {
  return outputs.outcome === ended.outputs.outcome && exitCode === ended.exitCode;
}

/** A green run may leave something undone, such as an old version, if it says so. */
function unsaid({ annotations, stdout }: EndedBundle): readonly string[] {
  const isSaid = annotations.some(({ level }) => level === 'warning');
  return isSaid ? [] : [`it left something undone, and did not say so:\n${stdout}`];
}
