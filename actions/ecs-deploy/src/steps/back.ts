import {
  contentOf,
  type DeploymentBrief,
  describeStill,
  goOnFromPauses,
  isInFlight,
  LISTED_WITHIN_MS,
  ownerTags,
  pausesIn,
  pinnedDocument,
  primaryOf,
  progressOf,
  revisionId,
  type Service,
  type ServiceDeployment,
  UncertainServiceError,
  usersTags,
} from '@actions-aws/ecs';
import { failureFrom, ROLLBACK_RESERVE_MS } from '@actions-aws/promotion';
import { wholeMs } from '../patience.ts';
import { shareOf } from '../plan/drive.ts';
import { ACTION } from '../plan/ownership.ts';
import type { Back, Observed } from '../plan/state.ts';
import { isKeptOut, type StuckBy, stuck } from '../plan/stuck.ts';
import { touchedBy } from '../plan/touched.ts';
import { hasKept, isLeftToOther } from '../plan/undo.ts';
import type { Ports } from '../ports.ts';
import { lookAt } from './look.ts';
import { rollBack } from './roll-back.ts';
import { LOOK_MS, type Stage, type Steps, teller } from './stage.ts';
import { revisionIn, superseded } from './start.ts';

/** Between looks for it, in milliseconds: a runner that cancels leaves ten seconds. */
const SOON_MS = 1_000;
/** How long a workflow that is cancelled waits until users are back, in milliseconds: its runner kills after ten seconds. */
const CANCELLED_MS = 4_000;

/** The steps that bring users back to what was there before. */
export const STEPS_BACK = {
  async 'roll-back'(_step, observed, stage) {
    const { desired, context } = stage;
    const { ports, clock, signal } = context;
    const until = clock.now() + LISTED_WITHIN_MS;
    for (;;) {
      const look = await lookAt(observed, desired.name, ports).catch((error: Error) => error);
      if (look instanceof Error) return rollBackUnseen(look, observed, ports);
      if (!look) return { ...observed, back: 'done' };
      const { ours, service } = look;
      const touched = touchedBy({ ...observed, service }, ours.deployment);
      const next = { ...observed, ours, service, touched, unreadable: false };
      if (ours.deployment) {
        if (!isInFlight(ours.deployment)) return { ...next, back: endOf(ours.deployment, next) };
        const why = await rollBack(ours.deployment, ports).then(
          () => undefined,
          (error: Error) => error,
        );
        return why ? stuck(next, seenBy(why, clock.now(), signal)) : { ...next, back: 'asked' };
      }
      const isAsked = observed.registered && primaryOf(service)?.taskDefinition === observed.registered.arn;
      // It was never begun, or what came after it has ended it.
      if (!isAsked)
        return { ...next, ours: undefined, touched: isUntaken(observed, service) ? 'no' : touched, back: 'done' };
      if (clock.now() + SOON_MS > until)
        throw new Error('ECS does not show the deployment that has to be rolled back.');
      // A workflow that is cancelled does not end this: what was begun has to be taken back.
      await clock.sleep(SOON_MS);
    }
  },

  async 'await-back'(_step, observed, stage) {
    const { desired, context, cancelled } = stage;
    const { ports, clock, log, budget } = context;
    const tell = teller(log);
    const until = Math.max(clock.now() + ROLLBACK_RESERVE_MS, budget.deadline);
    const cancelledUntil = clock.now() + CANCELLED_MS;
    for (;;) {
      const look = await lookAt(observed, desired.name, ports);
      if (!look) return { ...observed, back: 'done' };
      const { ours, service } = look;
      const touched = touchedBy({ ...observed, service }, ours.deployment);
      const next: Observed = { ...observed, ours, service, touched };
      const { deployment } = ours;
      if (!deployment || !isInFlight(deployment)) return { ...next, back: endOf(deployment, next) };
      tell(`ECS goes back (${deployment.status}): ${shareOf(deployment)}% of the users have the new tasks.`);
      const isLate = clock.now() + LOOK_MS > until || (cancelled.aborted && clock.now() + SOON_MS > cancelledUntil);
      const isRolling = service.configuration.strategy === 'ROLLING';
      // Where no user is on it any more, a workflow that is cancelled does not wait for the rest.
      const isGone = cancelled.aborted && !isRolling && shareOf(deployment) === 0;
      if (isGone || isLate) return { ...next, back: 'not waited for' };
      await clock
        .sleep(cancelled.aborted ? SOON_MS : LOOK_MS, cancelled.aborted ? undefined : cancelled)
        .catch(() => {});
    }
  },

  async 'register-back'(_step, observed, { desired, context }) {
    const { ports, clock } = context;
    const { before, ours } = observed;
    if (!before || !ours) throw new Error('There is nothing to go back to. This is a bug.');
    const document = pinnedDocument(before.revision, before.definition);
    const { owner, order } = desired.deployer;
    const mark = {
      by: ACTION,
      owner,
      ...(order && { order }),
      from: revisionId(ours.revision),
      to: revisionId(before.revision.arn),
      undid: revisionId(ours.revision),
      at: clock.now(),
      content: contentOf(document),
    };
    const tags = { ...usersTags(before.definition.tags), ...ownerTags(mark) };
    const definition = await ports.definitions.register(document, tags);
    return { ...observed, back: 'registered', backTo: { definition, revision: '' } };
  },

  async 'update-back'(_step, observed, { desired, context: { ports, clock }, cancelled }) {
    const { backTo, ours, service: seen } = observed;
    if (!backTo || !ours) throw new Error('There is nothing to go back to. This is a bug.');
    const [revision] = ours.revision ? await ports.services.describeRevisions([ours.revision]) : [];
    const isOurs = (service: Service) => primaryOf(service)?.taskDefinition === revision?.taskDefinition;
    const still = { seen, isStill: isOurs, forMs: cancelled.aborted ? CANCELLED_MS : LISTED_WITHIN_MS };
    const now = await describeStill(ports.services, desired.name, still, { clock });
    if (!now || !isOurs(now))
      return { ...observed, back: 'done', failure: observed.failure ?? superseded(desired, undefined) };
    const { arn } = backTo.definition;
    const updated = await ports.services.update(desired.name, { taskDefinition: arn, over: revision?.taskDefinition });
    const made = { definition: backTo.definition, revision: revisionIn(updated, arn) };
    return { ...observed, service: updated, back: 'deployed', backTo: made };
  },

  async 'await-update-back'(_step, observed, stage) {
    const { context, cancelled } = stage;
    const { ports, clock, log, budget } = context;
    const tell = teller(log);
    const until = Math.max(clock.now() + wholeMs(observed.service.configuration), budget.deadline);
    for (;;) {
      const deployment = await deploymentBack(observed, stage);
      const progress = deployment && progressOf(deployment);
      if (progress === 'successful') return { ...observed, back: 'done' };
      if (deployment && !isInFlight(deployment)) return { ...observed, back: 'stuck' };
      if (deployment) await goOnFromPauses(deployment, ports.deployments);
      if (deployment)
        tell(`The service goes back (${deployment.status}): ${shareOf(deployment)}% of the users are back.`);
      if (clock.now() + LOOK_MS > until) return { ...observed, back: leftOnItsWay(observed) };
      await clock.sleep(LOOK_MS, cancelled);
    }
  },
} satisfies Partial<Steps>;

/** Where nothing can be looked at, our deployment goes by the name that it was seen by; the call that stops it is of that one alone. */
async function rollBackUnseen(why: Error, observed: Observed, ports: Ports): Promise<Observed> {
  const deployment = observed.ours?.deployment;
  if (!deployment || !isInFlight(deployment)) throw why;
  const came = await rollBack(deployment, ports).catch((error: Error) => {
    throw error instanceof UncertainServiceError ? error : why;
  });
  if (came !== 'asked') throw why;
  const touched = observed.touched === 'no' && !isKeptOut(observed) ? 'maybe' : observed.touched;
  return { ...observed, touched, back: 'asked' };
}

/** How a call failed right after a look. */
function seenBy(why: Error, now: number, signal: AbortSignal): StuckBy {
  const isUncertain = why instanceof UncertainServiceError;
  return { failure: failureFrom(why, signal), isUncertain, isFresh: true, now };
}

/** Where a way back is left that is a deployment of its own: ECS goes on with one by itself, unless it pauses. */
export function leftOnItsWay({ service }: Pick<Observed, 'service'>): Back {
  return pausesIn(service.configuration).length > 0 ? 'left at its pauses' : 'not waited for';
}

/** Whether an update was never taken: the service is asked for what it was asked for before. */
function isUntaken({ live }: Observed, service: Service): boolean {
  return live !== undefined && primaryOf(service)?.taskDefinition === live.definition.arn;
}

async function deploymentBack(
  { backTo }: Observed,
  { desired, context }: Stage,
): Promise<ServiceDeployment | undefined> {
  const { services } = context.ports;
  const briefs = await services.deployments(desired.name, { most: 10 });
  const isBack = async ({ target }: DeploymentBrief) => {
    if (backTo?.revision) return target === backTo.revision;
    const [revision] = await services.describeRevisions([target]);
    return revision?.taskDefinition === backTo?.definition.arn;
  };
  for (const brief of briefs) {
    if (await isBack(brief)) return (await services.describeDeployments([brief.arn]))[0];
  }
  return undefined;
}

/** Where users are once a deployment has ended that was rolled back. */
function endOf(deployment: ServiceDeployment | undefined, observed: Observed): Observed['back'] {
  if (!deployment) return 'done';
  const progress = progressOf(deployment);
  if (progress === 'successful') return 'not yet';
  return progress === 'back' || isLeftToOther(deployment, observed) || !hasKept(deployment, observed)
    ? 'done'
    : 'stuck';
}
