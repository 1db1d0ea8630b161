import type { Patience } from '@actions-aws/aws';
import { bakesMs, type DeploymentConfiguration } from '@actions-aws/ecs';
import { ROLLBACK_RESERVE_MS } from '@actions-aws/promotion';
import { FACTS } from './plan/facts.ts';
import type { Observed, Step } from './plan/state.ts';
import type { DeployContext } from './ports.ts';

/** On the way to users: that AWS is too busy for this account, as where many jobs deploy at once, is waited out. */
export function forward({ budget, signal, log }: Pick<DeployContext, 'budget' | 'signal' | 'log'>): Patience {
  return { waitsOut: 'throttling', until: budget.deadline, signal, tell: (line) => log.info(line) };
}

/** On the way back: every outage is waited out, until the time is used up that is kept free for that. */
export function backward({ clock, log }: Pick<DeployContext, 'clock' | 'log'>): Patience {
  const until = clock.now() + ROLLBACK_RESERVE_MS;
  return { waitsOut: 'outages', until, tell: (line) => log.info(line) };
}

/** How long a deployment may take that starts all tasks anew, in milliseconds, besides the times that its strategy waits. */
const WHOLE_MS = 15 * 60_000;

/** How long a way back that takes a whole deployment is waited for, in milliseconds. */
export function wholeMs(configuration: DeploymentConfiguration): number {
  return WHOLE_MS + bakesMs(configuration);
}

/** How patient the calls of a step are. A cancelled workflow does not end the patience of what brings users to safety. */
export function patienceFor(
  { do: kind }: Pick<Step, 'do'>,
  { service }: Pick<Observed, 'service'>,
  context: DeployContext,
): Patience {
  if (kind === 'await-back' || kind === 'await-update-back') {
    return { ...backward(context), until: context.clock.now() + wholeMs(service.configuration) };
  }
  if (FACTS[kind].isWayBack) return backward(context);
  // Minutes of looking, over which AWS may fail for a while; and an answer to a pause that is given late does no harm, nor checks that are
  // put late: until then its timeout watches over users.
  const waits: readonly Step['do'][] = ['await-rival', 'claim', 'reach', 'smoke', 'verify', 'continue'];
  return waits.includes(kind) ? { ...forward(context), waitsOut: 'outages' } : forward(context);
}
