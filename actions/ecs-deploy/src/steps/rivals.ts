import { goOnFromPauses, isInFlight, progressOf, type ServiceDeployment, stageInWords } from '@actions-aws/ecs';
import { contentFor } from '../plan/content.ts';
import { answerToRival, takesUsersBack } from '../plan/ownership.ts';
import { refusal } from '../plan/refusal.ts';
import type { Observed } from '../plan/state.ts';
import { observe } from './observe.ts';
import { rollBack } from './roll-back.ts';
import { LOOK_MS, type Stage, type Steps, teller } from './stage.ts';

/** So often the plan is made anew since another run came between; then it is theirs. */
export const MOST_PREEMPTIONS = 3;

/** The steps about deployments of other runs, before this one has begun its own. */
export const STEPS_ABOUT_RIVALS = {
  async 'await-rival'({ deployment, until = Number.POSITIVE_INFINITY }, observed, stage) {
    const { ports, clock, log, signal } = stage.context;
    const tell = teller(log);
    for (;;) {
      const [seen] = await ports.services.describeDeployments([deployment], signal);
      if (!seen || !isInFlight(seen) || isHeldByNow(seen, observed, stage)) return lookAnew(observed, stage);
      if (clock.now() >= until && progressOf(seen) !== 'going back') return lookAnew(observed, stage);
      tell(`The deployment of another run ${inWords(seen)}; it is waited for.`);
      // Who began it may have been killed; its pauses' timeout would leave users to what failed.
      if (observed.rival && takesUsersBack(observed.rival)) await goOnFromPauses(seen, ports.deployments);
      await clock.sleep(LOOK_MS, signal);
    }
  },

  async 'roll-back-rival'({ deployment }, observed, { context: { ports } }) {
    const [seen] = await ports.services.describeDeployments([deployment]);
    if (seen && isInFlight(seen)) await rollBack(seen, ports);
    return { ...observed, rival: observed.rival && seen && { ...observed.rival, deployment: goingBack(seen) } };
  },
} satisfies Partial<Steps>;

/** Looks at all again, as if the run began here; what was registered stays, if it is still what is wanted. */
export async function lookAnew(observed: Observed, { desired, context }: Stage): Promise<Observed> {
  const now = await observe(desired, context);
  const isSame = now.live?.revision.arn === observed.live?.revision.arn;
  const { registered, claimed, preempted, touchedEarlier } = observed;
  const next = { ...now, registered: isSame ? registered : undefined, claimed, preempted, touchedEarlier };
  return { ...next, failure: now.failure ?? refusal(next, desired) };
}

/** Whether what is waited for has come to where its run leaves it to this one. */
function isHeldByNow(deployment: ServiceDeployment, observed: Observed, { desired }: Stage): boolean {
  const brings = observed.rival?.brings;
  return answerToRival({ deployment, brings }, contentFor(observed, desired), desired, observed.at) === 'adopt';
}

/** As it is once ECS has taken the call: a look may not show it yet. */
function goingBack(deployment: ServiceDeployment): ServiceDeployment {
  return isInFlight(deployment) ? { ...deployment, status: 'ROLLBACK_REQUESTED' } : deployment;
}

function inWords({ status, stage }: ServiceDeployment): string {
  return [`has the status ${status}`, stageInWords(stage)].filter(Boolean).join(' and ');
}
