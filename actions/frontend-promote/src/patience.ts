import type { Patience } from '@actions-aws/aws';
import { ROLLBACK_RESERVE_MS } from '@actions-aws/promotion';
import { FACTS } from './plan/facts.ts';
import type { Step } from './plan/state.ts';
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
export function patienceFor(step: Step, context: PromotionContext): Patience {
  if (FACTS[step.do].isWayBack) return backward(context);
  // Minutes of looking, over which AWS may fail for a while: what was written is good, and is waited for.
  if (step.do === 'spread' || step.do === 'spread-back') return { ...forward(context), waitsOut: 'outages' };
  return forward(context);
}
