import { showDuration } from '@actions-aws/action';
import { advance, type Done, type Failure, type Participant, withinDeadline } from '@actions-aws/promotion';
import { type Addressed, tellSurvey } from '@actions-aws/site';
import { outcomeOf, plan, type StageOutcome } from './plan/plan.ts';
import { refusal } from './plan/refusal.ts';
import type { Desired, Observed, Step } from './plan/state.ts';
import type { StageContext } from './ports.ts';
import { inWords } from './report/words.ts';
import { carry } from './steps/carry.ts';
import { observe } from './steps/observe.ts';
import { awaitServed, commit, move, note, spread } from './steps/pointer.ts';
import { type Sources, upload } from './steps/upload.ts';

/** How staging went, to its end or not. */
export interface Result {
  readonly outcome: StageOutcome;
  readonly desired: Desired;
  /** As it was at the start. */
  readonly before: Observed;
  readonly observed: Observed;
  /** Why it is red; nothing when it is green. */
  readonly failure: Failure | undefined;
  readonly planned: readonly Step[];
  readonly done: readonly Done<Step>[];
}

/**
 * Uploads a build as a release that never changes, and has TEST serve it. The survey comes first, and what it finds wrong keeps
 * everything from being written.
 */
export async function stage(
  wanted: Desired,
  sources: Sources,
  given: Addressed & { readonly dryRun: boolean; readonly timeout: number },
  context: StageContext,
): Promise<Result> {
  const time = `\`timeout\` is ${showDuration(given.timeout)}`;
  return withinDeadline(context, time, async (signal) => {
    const { log, ports } = context;
    const { observed, desired, account } = await log.group('Look', () =>
      observe(wanted, given, ports.under(signal), signal),
    );
    const begun: Participant<Desired, Observed, Step> = {
      desired,
      before: observed,
      observed,
      planned: plan(observed, desired).steps,
      done: [],
    };
    await log.group('Plan', async () => {
      tellSurvey(observed.verdicts, log);
      for (const step of begun.planned) log.info(inWords(step));
    });
    if (given.dryRun && !refusal(observed, desired)) return { ...begun, outcome: 'planned', failure: undefined };
    const within = { ...context, signal, ports: ports.under(signal, account) };
    const ended = begun.planned.length === 0 ? begun : await log.group('Apply', () => apply(begun, sources, within));
    const failure = refusal(ended.observed, desired);
    const done = ended.done.map(({ step }) => step.do);
    return { ...ended, failure, outcome: outcomeOf(ended.observed, desired, done) };
  });
}

function apply(
  begun: Participant<Desired, Observed, Step>,
  sources: Sources,
  context: StageContext,
): Promise<Participant<Desired, Observed, Step>> {
  const { desired } = begun;
  return advance<Observed, Step, Participant<Desired, Observed, Step>>(
    begun,
    {
      left: (observed) => plan(observed, desired).steps,
      apply: (step, observed) => applyStep(step, observed, desired, sources, context),
      inWords,
    },
    context,
  );
}

function applyStep(
  step: Step,
  observed: Observed,
  desired: Desired,
  sources: Sources,
  context: StageContext,
): Promise<Observed> {
  switch (step.do) {
    case 'upload':
      return upload(observed, desired, sources, context);
    case 'carry':
      return carry(observed, step.from, desired, context);
    case 'commit':
      return commit(observed, desired, context);
    case 'note':
      return note(observed, desired, context);
    case 'move':
      return move(observed, desired, context);
    case 'spread':
      return spread(observed, desired, context);
    case 'await-served':
      return awaitServed(observed, step.release, desired, context);
  }
}
