import type { Patience } from '@actions-aws/aws';
import { ROLLBACK_RESERVE_MS } from '@actions-aws/promotion';
import { FACTS } from './plan/facts.ts';
import type { Observed, Step } from './plan/state.ts';
import type { PromotionContext } from './ports.ts';

/** On the way to users: that AWS is too busy for this account, as where many jobs deploy at once, is waited out. */
export function forward({ budget, signal, log }: Pick<PromotionContext, 'budget' | 'signal' | 'log'>): Patience {
  return { waitsOut: 'throttling', until: budget.deadline, signal, tell: (line) => log.info(line) };
}

/** On the way back: every outage is waited out, until the time is used up that is kept free for that. */
export function backward({ clock, log }: Pick<PromotionContext, 'clock' | 'log'>): Patience {
  const until = clock.now() + ROLLBACK_RESERVE_MS;
  return { waitsOut: 'outages', until, tell: (line) => log.info(line) };
}

/** How patient the calls of a step are. A cancelled workflow does not end the patience of what brings users to safety. */
export function patienceFor(step: Step, { restored }: Pick<Observed, 'restored'>, context: PromotionContext): Patience {
  if (FACTS[step.do].isWayBack) return backward(context);
  // Users meet a canary that no run watches: it ends as soon as AWS lets it.
  if (step.do === 'heal') return { ...forward(context), waitsOut: 'outages' };
  // All is proved by then: what moved does not go back for a note, unless time is up.
  if (step.do === 'claim') return { ...forward(context), waitsOut: 'outages' };
  if (step.do === 'await-provisioned' && restored) return { ...backward(context), signal: context.signal };
  return forward(context);
}
