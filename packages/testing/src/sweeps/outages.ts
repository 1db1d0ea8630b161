import type { FaultRule, JournalEntry } from '@actions-aws/local-aws';
import { callInWords } from './crash-points.ts';
import { type CallKind, callKind, type Domain } from './domain.ts';
import { type FaultRun, judgeFault } from './faults.ts';
import type { Sampling } from './sample.ts';
import { type Undisturbed, type World, withUsers } from './trial.ts';

/** What every call meets while an outage lasts, in words, and as the local cloud does it. */
export const OUTAGES = {
  'is throttled': { kind: 'throttle' },
  'fails with 500': { kind: 'error' },
  'fails with 503': { kind: 'unavailable' },
  'is cut off before its effect': { kind: 'reset' },
  'is cut off after its effect': { kind: 'reset', when: 'after' },
} as const satisfies Readonly<Record<string, Pick<FaultRule, 'kind' | 'when'>>>;

/** Shorter than the 60 s that an action keeps free for the way back. */
const SHORT_MS = 50_000;
/** Longer than any time that an action has. */
const LONG_MS = 86_400_000;

/** An outage that begins with a call. */
export interface OutageCase {
  readonly call: JournalEntry;
  /** What the call does. */
  readonly callKind: CallKind;
  /** The run wrote the pointer before this call: from then on users depend on what becomes of it. */
  readonly isAfterMove: boolean;
  readonly outage: keyof typeof OUTAGES;
  /** Over the calls of this operation on this resource, or over all that the run makes. */
  readonly over: 'such calls' | 'all calls';
  /** Whether it ends before the time is used up that is kept free for the way back. */
  readonly isShort: boolean;
}

/**
 * Of the outages that nothing outlasts one is as good as another; and where all calls of the outage are the same read, which has no effect,
 * a cut after it and one before it come to the same.
 */
const WAYS: readonly Pick<OutageCase, 'outage' | 'over' | 'isShort'>[] = [
  ...(Object.keys(OUTAGES) as (keyof typeof OUTAGES)[]).flatMap((outage) =>
    (['such calls', 'all calls'] as const).map((over) => ({ outage, over, isShort: true })),
  ),
  { outage: 'fails with 503', over: 'such calls', isShort: false },
];

/** Which outages are tried, and what may come of them. */
export interface OutageSweep extends Sampling {
  /** Leaves some cases out; all are tried unless given. */
  choose?(cases: readonly OutageCase[]): readonly OutageCase[];
  /** Whether the run gets over a short outage, and ends as if nothing had been. Unless given: where calls are throttled. */
  endures?(one: OutageCase): boolean;
}

/** Which cases there are, and what they are called. */
export function outageLoop(domain: Domain, { choose = (cases) => cases }: OutageSweep) {
  return {
    cases: ({ calls }: Pick<Undisturbed, 'calls'>) => choose(outageCases(domain, calls)),
    kinds: ({ callKind, isAfterMove, outage, over, isShort }: OutageCase) => [
      `${callKind} ${isAfterMove ? 'after' : 'before'} the move`,
      `${outage}, ${isShort ? 'short' : 'long'}`,
      over,
    ],
    name: ({ call, outage, over, isShort }: OutageCase) =>
      `${callInWords(call)} ${outage}, and so ${over === 'all calls' ? 'does every call' : 'do all such calls'} for ${(isShort ? SHORT_MS : LONG_MS) / 1000} s`,
  };
}

function outageCases(domain: Domain, calls: readonly JournalEntry[]): readonly OutageCase[] {
  const firstMove = calls.findIndex((call) => domain.isPointerWrite(call));
  const differs = (kind: CallKind, { outage, over }: Pick<OutageCase, 'outage' | 'over'>) =>
    !(kind === 'read' && outage === 'is cut off after its effect' && over === 'such calls');
  return calls.flatMap((call, place) =>
    WAYS.filter((way) => differs(callKind(domain, call), way)).map((way) => ({
      call,
      callKind: callKind(domain, call),
      isAfterMove: firstMove >= 0 && place > firstMove,
      ...way,
    })),
  );
}

/**
 * Runs the step with an outage, and again without it if the step did not get over it; a sentence for each thing that is
 * wrong. After a short one all is as it was, or as it should be: never is what could not be proved left with users, and never
 * is it not known what they reach.
 */
export async function tryOutage<W extends World>(
  how: FaultRun<W>,
  one: OutageCase,
  options: OutageSweep,
): Promise<readonly string[]> {
  const { call, outage, over, isShort } = one;
  const { service, operation, resource, occurrence } = call;
  await how.world.cloud.control.addFault({
    service,
    operation,
    resource,
    accessKeyId: how.accessKeyId,
    since: occurrence,
    ...OUTAGES[outage],
    forMs: isShort ? SHORT_MS : LONG_MS,
    ...(over === 'all calls' && { withOthers: true }),
  });
  const endures = options.endures?.(one) ?? outage === 'is throttled';
  const mayFail = !(isShort && endures);
  // Where nothing was there before, nothing can be gone back to.
  const isFirst = how.undisturbed.pointer.before === undefined;
  const never = isShort ? ['unknown', ...(isFirst ? [] : ['rollback-failed'])] : [];
  return withUsers(how.trial, how.world, (users) => judgeFault(how, users, { mayFail, never }));
}
