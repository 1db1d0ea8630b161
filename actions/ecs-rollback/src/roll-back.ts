import { showDuration } from '@actions-aws/action';
import { bakesMs } from '@actions-aws/ecs';
import { type Outcome, withinDeadline } from '@actions-aws/promotion';
import { advance, begin, type Participant } from './participant.ts';
import { outcomeOf } from './plan/plan.ts';
import type { Desired } from './plan/state.ts';
import type { RollbackContext } from './ports.ts';
import { inWords, notesOf, warningOf } from './report/words.ts';
import { AT_START, observe } from './steps/observe.ts';

/** How a rollback went, whichever its end. */
export interface Result {
  readonly outcome: Outcome;
  readonly participant: Participant;
  /** From the start of the run until all users were back, in milliseconds; `undefined` where they were not moved. */
  readonly recoveryMs: number | undefined;
}

/** What holds for the run, as the workflow gives it. */
export interface Asked {
  readonly dryRun: boolean;
  /** How long the run may take, in milliseconds, the times apart that the service's strategy waits. */
  readonly timeout: number;
}

/**
 * Takes a service back: what is under way is told to go back, and what is over is deployed over by a pinned copy of what was live before,
 * whose pauses are answered at once. Then users are seen to be back.
 */
export async function rollBack(desired: Desired, asked: Asked, given: RollbackContext): Promise<Result> {
  const { log, clock } = given;
  const started = clock.now();
  const observed = await observe(desired, AT_START, given);
  const begun = begin(desired, observed);
  await log.group('Plan', async () => showPlan(begun, given));
  if (observed.failure) return { outcome: outcomeOf(observed, desired), participant: begun, recoveryMs: undefined };
  if (asked.dryRun) return { outcome: 'planned', participant: begun, recoveryMs: undefined };
  const bakes = bakesMs(observed.service.configuration);
  const deadline = given.budget.deadline + bakes;
  const beside = bakes > 0 ? `, besides ${showDuration(bakes)} that the strategy of the service waits` : '';
  const time = `\`timeout\` is ${showDuration(asked.timeout)}${beside}`;
  const ended = await withinDeadline({ ...given, budget: { deadline } }, time, (signal) => {
    const patience = { waitsOut: 'outages', until: deadline, signal, tell: log.info } as const;
    const context = { ...given, signal, ports: given.ports.under(patience), budget: { deadline } };
    return log.group('Apply', () => advance(begun, { desired, context }));
  });
  const { recoveredAt } = ended.observed;
  return {
    outcome: outcomeOf(ended.observed, desired),
    participant: ended,
    recoveryMs: recoveredAt === undefined ? undefined : recoveredAt - started,
  };
}

function showPlan({ before, desired, planned }: Participant, { log }: Pick<RollbackContext, 'log'>): void {
  for (const step of planned) log.info(inWords(step, desired));
  const warning = warningOf(before, desired);
  if (warning) log.warning(warning, { title: 'Rolled back before' });
  if (planned.length > 0) for (const note of notesOf(before)) log.info(note);
}
