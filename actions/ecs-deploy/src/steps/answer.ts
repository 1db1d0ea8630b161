import { isPauseOver } from '@actions-aws/ecs';
import { isKeptFromUsers } from '../plan/pause.ts';
import type { Observed } from '../plan/state.ts';
import type { Ports } from '../ports.ts';
import { type Steps, watchMeans } from './stage.ts';

/** The steps by which a deployment goes on from a pause, or stays there. */
export const STEPS_OF_ANSWER = {
  async continue({ hookId, from }, observed, stage) {
    const { ports } = stage.context;
    const deployment = observed.ours?.deployment;
    if (!deployment || hookId === '') throw new Error('There is no pause to go on from. This is a bug.');
    const fired = from > 0 ? await stage.watcher.look(watchMeans(stage)) : undefined;
    if (fired) return { ...observed, failure: fired };
    // Whether it was ours or another answer that came first, the next look tells what is so.
    const answer = await ports.deployments.answer(deployment.arn, hookId, 'CONTINUE');
    const next = afterAnswer(hookId, observed, 'taken');
    const isKept = next.touched === 'maybe' && answer === 'lost' && (await wasKept(deployment.arn, hookId, ports));
    return isKept ? { ...next, touched: observed.touched } : next;
  },

  async hold({ share }, observed, stage) {
    const fired = share > 0 ? await stage.watcher.look(watchMeans(stage)) : undefined;
    return fired ? { ...observed, failure: fired } : { ...observed, held: true };
  },
} satisfies Partial<Steps>;

/** What is observed once a pause was answered, also where it is in doubt whether AWS took that. */
export function afterAnswer(hookId: string, observed: Observed, is: 'taken' | 'in doubt'): Observed {
  const { touched, answered, inDoubt } = observed;
  return {
    ...observed,
    ...(is === 'taken' ? { answered: [...answered, hookId] } : { inDoubt: [...inDoubt, hookId] }),
    touched: touched !== 'yes' && mayMeetUsers(observed) ? 'maybe' : touched,
  };
}

/** Whether a pause that takes no answer any more was gone on from by none: another deployment ended this one, or its time was up. */
async function wasKept(arn: string, hookId: string, { services }: Pick<Ports, 'services'>): Promise<boolean> {
  // What cannot be read tells nothing.
  const [now] = await services.describeDeployments([arn]).catch(() => []);
  return now !== undefined && isPauseOver(now, hookId) && isKeptFromUsers(now);
}

/** After a pause at which the test listener has it, users may be next. */
function mayMeetUsers({ ours, testRule }: Observed): boolean {
  const { testWeight = 0 } = ours?.deployment?.target ?? {};
  return testWeight >= 100 || !testRule;
}
