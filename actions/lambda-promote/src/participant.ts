import type { CheckResult } from '@actions-aws/checks';
import { UncertainAliasError } from '@actions-aws/lambda';
import { advance as advanceOne, type Failure, type Participant as OneOfMany, type Way } from '@actions-aws/promotion';
import type { Request } from './inputs/resolve.ts';
import { dueBy, FACTS, type Phase } from './plan/facts.ts';
import { plan } from './plan/plan.ts';
import { type Refusal, refusal } from './plan/refusal.ts';
import type { Desired, Observed, Step } from './plan/state.ts';
import type { PromotionContext } from './ports.ts';
import { changesInWords, inWords } from './report/words.ts';
import type { Stage } from './steps/stage.ts';
import { apply } from './steps/steps.ts';

/** One function that takes part in a promotion, as far as it has come. */
export interface Participant extends Request, OneOfMany<Desired, Observed, Step> {
  readonly desired: Desired;
  /** Why it is not even begun. */
  readonly refusal: Refusal | undefined;
  readonly checks: readonly CheckResult[];
}

/** A participant at its start. */
export function begin(request: Request, observed: Observed): Participant {
  const { desired } = request;
  return {
    ...request,
    before: observed,
    observed,
    planned: plan(observed, desired).steps,
    refusal: refusal(observed, desired),
    done: [],
    checks: [],
  };
}

/** What is left of a phase. */
export function left({ observed, desired }: Pick<Participant, 'observed' | 'desired'>, phase: Phase): readonly Step[] {
  return dueBy(phase, plan(observed, desired).steps);
}

/** Applies step after step until the phase is over, or something went wrong and was made as safe as it can be by now. */
export async function advance(participant: Participant, phase: Phase, context: PromotionContext): Promise<Participant> {
  const { desired, code } = participant;
  const { log } = context;
  const stage = { desired, code, context, checked: [] as CheckResult[] };
  const advanced = await advanceOne<Observed, Step, Participant>(
    participant,
    {
      left: (observed) => left({ observed, desired }, phase),
      ...wayOf(stage),
      beginsAnew(step, observed) {
        if (!FACTS[step.do].looksAnew) return false;
        if (!observed.failure) for (const change of changesInWords(observed, desired)) log.info(change);
        return true;
      },
    },
    context,
  );
  return { ...advanced, checks: [...participant.checks, ...stage.checked] };
}

/** How a step of a function is applied, in a phase or alone. */
export function wayOf(stage: Stage): Omit<Way<Observed, Step>, 'left'> {
  return {
    apply: (step, observed) => apply(step, observed, stage),
    afterFailure: (step, observed, failure, thrown) => afterFailure(step, observed, failure, thrown, stage.context),
    inWords: (step) => inWords(step, stage.desired),
    isWayBack: (step) => FACTS[step.do].isWayBack,
  };
}

/** What is observed after a step that failed. */
function afterFailure(
  step: Step,
  observed: Observed,
  failure: Failure,
  thrown: unknown,
  { log }: Pick<PromotionContext, 'log'>,
): Observed {
  const { message, hint = '' } = failure;
  const { isWayBack, writes } = FACTS[step.do];
  const isUncertain = thrown instanceof UncertainAliasError;
  if (step.do === 'prune') {
    // Users are served by the right version: what is left over is no reason to take it from them.
    log.warning(`${message} ${hint}`.trim(), { title: 'Old versions were not pruned' });
    return { ...observed, versions: [] };
  }
  if (isWayBack) {
    const told = `${observed.failure?.message ?? ''} Moving back failed as well: ${message}`.trim();
    // Where it could not be read after a write before, it is not known now either.
    const unreadable = observed.unreadable || isUncertain;
    return { ...observed, stuck: true, unreadable, failure: { ...(observed.failure ?? failure), message: told } };
  }
  if (observed.restored) {
    log.info(message);
    return { ...observed, provisioned: { ready: false, failure: message } };
  }
  return { ...observed, failure, unreadable: writes === 'pointer' && isUncertain };
}
