import { showDuration } from '@actions-aws/action';
import { type Outcome, withinDeadline } from '@actions-aws/promotion';
import type { Clash } from '@actions-aws/site';
import { advance, begin, type Participant } from './participant.ts';
import { outcomeOf } from './plan/plan.ts';
import type { Desired } from './plan/state.ts';
import type { RollbackContext } from './ports.ts';
import { inWords, warningOf } from './report/words.ts';
import { observe } from './steps/observe.ts';
import type { Stage } from './steps/steps.ts';

/** How a rollback went, whichever its end. */
export interface Result {
  readonly outcome: Outcome;
  readonly participant: Participant;
  /** What a person should know, as sentences. */
  readonly notes: readonly string[];
  readonly clashes: readonly Clash[];
}

/** What holds for the run, as the workflow gives it. */
export interface Asked {
  readonly dryRun: boolean;
  /** How long the run may take, in milliseconds. */
  readonly timeout: number;
  readonly appUrl: string | undefined;
}

/**
 * Takes the pointer of a site back. What is looked at before the write is the pointer and the release to go back to, and nothing is
 * waited for; the site for tests is not asked at all. Then users are seen to follow.
 */
export async function rollBack(desired: Desired, asked: Asked, given: RollbackContext): Promise<Result> {
  const { log, budget } = given;
  const { observed, account } = await observe(desired, asked.appUrl, given);
  const begun = begin(desired, observed);
  const notes: string[] = [];
  const clashes: Clash[] = [];
  const told = (outcome: Outcome, participant: Participant): Result => ({ outcome, participant, notes, clashes });
  await log.group('Plan', async () => showPlan(begun, given));
  if (observed.failure) return told(outcomeOf(observed, desired), begun);
  if (asked.dryRun) return told('planned', begun);
  const time = `\`timeout\` is ${showDuration(asked.timeout)}`;
  const ended = await withinDeadline(given, time, (signal) => {
    const patience = { waitsOut: 'outages', until: budget.deadline, signal, tell: log.info } as const;
    const ports = given.ports.ownedBy(account).under(patience);
    const stage: Stage = { desired, notes, clashes, context: { ...given, ports, signal } };
    return log.group('Apply', () => advance(begun, stage));
  });
  return told(outcomeOf(ended.observed, desired), ended);
}

function showPlan({ before, desired, planned }: Participant, { log }: Pick<RollbackContext, 'log'>): void {
  for (const step of planned) log.info(inWords(step, desired));
  const warning = warningOf(before, desired);
  if (warning) log.warning(warning, { title: 'Rolled back before' });
  if (before.target) log.info(`Why the release ${before.target.id}: ${before.because}.`);
}
