import { showDuration } from '@actions-aws/action';
import type { CheckResult } from '@actions-aws/checks';
import { type Failure, type Outcome, outcomeOfFailure, withinDeadline } from '@actions-aws/promotion';
import { addressOf } from './addresses.ts';
import { type Explained, explainDeployment } from './explain.ts';
import { type AlarmSettings, type Guarded, guard } from './gates/before.ts';
import { type Watched, watcherBy } from './gates/watcher.ts';
import { advance, begin, left, type Participant } from './participant.ts';
import { backward } from './patience.ts';
import { needsDeployment, outcomeOf } from './plan/plan.ts';
import { canaryMs } from './plan/shares.ts';
import type { Desired } from './plan/state.ts';
import type { DeployContext } from './ports.ts';
import { inWords, notesOf } from './report/words.ts';
import { observe } from './steps/observe.ts';
import type { Addressed, Stage } from './steps/stage.ts';
import { unaddressed } from './unaddressed.ts';

/** How a deployment went, whichever its end. */
export interface Result {
  readonly outcome: Outcome;
  readonly participant: Participant;
  readonly checks: readonly CheckResult[];
  readonly watched: readonly Watched[];
  readonly explained: readonly Explained[];
  /** What a person should know, as sentences. */
  readonly notes: readonly string[];
  /** Where the test listener is; empty where there is none. */
  readonly testUrl: string;
}

/** What holds for the run, as the workflow gives it. */
export interface Asked extends AlarmSettings {
  readonly dryRun: boolean;
  readonly testUrl: string | undefined;
  readonly url: string | undefined;
  /** What opens the test listener. */
  readonly headers: Readonly<Record<string, string>> | undefined;
}

/** Starts new tasks, proves them where users do not reach them, gives them users, and takes users back if they would not be well served. */
export async function deploy(desired: Desired, asked: Asked, context: DeployContext): Promise<Result> {
  const { log, budget, signal } = context;
  const observed = await observe(desired, context);
  const addresses = addressed(asked);
  const test = addresses.test(observed);
  const begun = begin(desired, observed);
  const guarded = await guard(observed, desired, asked, context);
  const refused = begun.refusal ?? (observed.failure ? undefined : inTheWay(begun, guarded, addresses));
  const participant = { ...begun, refusal: refused };
  const stage: Stage = {
    desired,
    context,
    addresses,
    watcher: watcherBy(guarded.rules),
    byEcs: guarded.byEcs,
    cancelled: signal,
    checked: [],
    watched: [],
    explained: [],
  };
  const told = (outcome: Outcome, ended: Participant): Result => {
    const { checked: checks, watched, explained } = stage;
    const testUrl = 'url' in test ? test.url : '';
    return { outcome, participant: ended, checks, watched, explained, notes: notesOf(ended), testUrl };
  };
  if (budget.doubt) log.warning(budget.doubt, { title: 'The AWS credentials may end before the run' });
  await log.group('Plan', async () => showPlan(participant, context));
  if (refused) return told(outcomeOfFailure(refused), participant);
  if (asked.dryRun) return told('planned', { ...participant, observed: { ...observed, failure: undefined } });
  const ended = await withinDeadline(context, timeIn(desired), (until) =>
    log.group('Apply', () => apply(participant, { ...stage, context: { ...context, signal: until } })),
  );
  await explainTimeout(ended, stage);
  return told(outcomeOf(ended.observed, desired), ended);
}

/** What keeps a deployment from being begun that is safe as far as its service is seen. */
function inTheWay(
  { observed, desired }: Participant,
  { misnamed, refusal }: Guarded,
  addresses: Addressed,
): Failure | undefined {
  if (misnamed || !needsDeployment(observed, desired)) return misnamed;
  return unaddressed(observed, desired, addresses) ?? refusal;
}

/** Where time ran out while no user had met a task, why the tasks were not there in time is what a person asks. */
async function explainTimeout({ observed, desired }: Participant, { context, explained }: Stage): Promise<void> {
  const { failure, ours, touched } = observed;
  if (failure?.code !== 'timed-out' || !ours?.deployment || touched !== 'no') return;
  explained.push(await explainDeployment(ours.deployment, observed, desired, context.ports.under(backward(context))));
}

async function apply(begun: Participant, stage: Stage): Promise<Participant> {
  const { remember } = stage.context;
  let participant = begun;
  if (begun.observed.failure) remember('moving');
  // Another run that comes between has the plan made anew, up to before the update.
  do {
    participant = await advance(participant, 'prepare', stage);
    const isOurs = participant.observed.ours !== undefined;
    if (participant.observed.failure || (!isOurs && left(participant, 'start').length === 0)) break;
    remember('moving');
    participant = await advance(participant, 'start', stage);
  } while (!participant.observed.ours && !participant.observed.failure);
  participant = await advance(participant, 'end', stage);
  if (!participant.observed.failure) remember('verified');
  return participant;
}

function addressed({ testUrl, url, headers = {} }: Asked): Addressed {
  return {
    test: ({ testRule }) => addressOf(testRule, testUrl, { input: 'test-url', headers }),
    users: ({ productionRule }) => addressOf(productionRule, url, { input: 'url' }),
  };
}

function showPlan(participant: Participant, { log }: DeployContext): void {
  const { desired, planned } = participant;
  for (const note of notesOf(participant)) log.warning(note);
  for (const step of planned) log.info(inWords(step, desired));
  if (planned.length === 0) log.info('Nothing: what is live has this very content.');
}

/** The time that a run has, as its workflow gave it. */
function timeIn(desired: Desired): string {
  const ownMs = canaryMs(desired);
  return `\`timeout\` is ${showDuration(desired.timeoutMs)}${ownMs > 0 ? `, and its canary takes ${showDuration(ownMs)}` : ''}`;
}
