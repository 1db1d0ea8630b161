import { showDuration } from '@actions-aws/action';
import type { CheckResult } from '@actions-aws/checks';
import { type Outcome, outcomeOfFailure, withinDeadline } from '@actions-aws/promotion';
import { type Addressed, type Clash, tellSurvey } from '@actions-aws/site';
import { advance, begin, left, type Participant } from './participant.ts';
import { outcomeOf } from './plan/plan.ts';
import type { Desired } from './plan/state.ts';
import type { PromotionContext } from './ports.ts';
import { inWords, takenBackInWords } from './report/words.ts';
import { observe } from './steps/observe.ts';
import type { Stage } from './steps/stage.ts';

/** How a promotion went, whichever its end. */
export interface Result {
  readonly outcome: Outcome;
  readonly participant: Participant;
  readonly checks: readonly CheckResult[];
  /** What a person should know, as sentences. */
  readonly notes: readonly string[];
  readonly clashes: readonly Clash[];
}

/** What holds for the run, as the workflow gives it. */
export interface Asked extends Addressed {
  readonly dryRun: boolean;
  /** How long the run may take, in milliseconds. */
  readonly timeout: number;
}

/** Proves a release behind TEST, moves APP's pointer to it, and moves it back if users would not be well served. */
export async function promote(desired: Desired, asked: Asked, given: PromotionContext): Promise<Result> {
  const { log, budget } = given;
  const { observed, account } = await observe(desired, asked, given.ports, given);
  const patience = { waitsOut: 'throttling', until: budget.deadline, signal: given.signal } as const;
  const context = { ...given, ports: given.ports.under(patience, account) };
  const begun = begin(desired, observed);
  const stage: Stage = { desired, context, checked: [], notes: [], clashes: [] };
  const told = (outcome: Outcome, participant: Participant): Result => {
    const { checked: checks, notes, clashes } = stage;
    return { outcome, participant, checks, notes, clashes };
  };
  await log.group('Look', async () => tellSurvey(observed.verdicts, log));
  if (budget.doubt) log.warning(budget.doubt, { title: 'The AWS credentials may end before the run' });
  await log.group('Plan', async () => showPlan(begun, context));
  if (begun.refusal) return told(outcomeOfFailure(begun.refusal), begun);
  if (asked.dryRun) return told('planned', begun);
  const time = `\`timeout\` is ${showDuration(asked.timeout)}`;
  const ended = await withinDeadline(context, time, (signal) =>
    log.group('Apply', () => apply(begun, { ...stage, context: { ...context, signal } })),
  );
  return told(outcomeOf(ended.observed, desired), ended);
}

async function apply(begun: Participant, stage: Stage): Promise<Participant> {
  const { remember } = stage.context;
  let participant = await advance(begun, 'prepare', stage);
  if (left(participant, 'move').some((step) => step.do === 'move')) {
    remember('moving');
    participant = await advance(participant, 'move', stage);
  }
  participant = await advance(participant, 'prove', stage);
  if (!participant.observed.failure) remember('verified');
  return advance(participant, 'end', stage);
}

function showPlan({ before, desired, planned }: Participant, { log }: PromotionContext): void {
  const warning = takenBackInWords(before, desired);
  if (warning) log.warning(warning, { title: 'Taken back before' });
  for (const step of planned) log.info(inWords(step, desired));
  if (desired.require.length > 0 && desired.unproved.length === 0) {
    log.info(`Proved by ${desired.require.join(', ')}, as \`proofs\` says.`);
  }
}
