import {
  type DeploymentBrief,
  judgeDeployment,
  LISTED_WITHIN_MS,
  type OwnerMark,
  primaryOf,
  progressOf,
  readOwner,
  revisionArn,
  revisionId,
  revisionIdIn,
  type Service,
  type ServiceDeployment,
  type ServiceRevision,
  type TaskDefinition,
} from '@actions-aws/ecs';
import { asError } from '@actions-aws/promotion';
import { settled } from '../plan/plan.ts';
import { standingOf, toDescribe } from '../plan/standing.ts';
import type { Desired, Observed, Standing } from '../plan/state.ts';
import type { RollbackContext } from '../ports.ts';
import { deployedSince, noService, notManaged, notShown, unknownStatus } from '../report/words.ts';
import { findTarget } from './targets.ts';

/** How many of the newest deployments are listed: what is under way is among them, and the newest that is over. */
const NEWEST = 20;
/** A deployment that AWS does not list yet is looked for so often, each time after so many milliseconds. */
const LOOK_MS = 1_000;
const LOOKS = LISTED_WITHIN_MS / LOOK_MS;

/** What has come of this run so far, and is not read from AWS. */
export type SoFar = Pick<Observed, 'registered' | 'ours' | 'asked' | 'lost' | 'ended' | 'recoveredAt' | 'isOver'>;

/** Nothing so far. */
export const AT_START: SoFar = {
  registered: undefined,
  ours: undefined,
  asked: [],
  lost: [],
  ended: [],
  recoveredAt: undefined,
  isOver: false,
};

/**
 * Reads all that a plan is made from, and no more: where deployments tell its end already, no target is looked for.
 *
 * @throws UserError where there is no such service, or none that this action may deploy.
 */
export async function observe(
  desired: Desired,
  soFar: SoFar,
  context: Pick<RollbackContext, 'ports' | 'clock' | 'signal'>,
): Promise<Observed> {
  const seen = await look(desired, soFar.asked, context);
  const { service, standing, mark, undoing } = seen;
  const observed: Observed = {
    ...soFar,
    service,
    standing,
    mark,
    undoing,
    target: undefined,
    isUnreadable: false,
    failure: undefined,
  };
  const ended = settled(observed, desired);
  if (ended === 'superseded') return { ...observed, failure: deployedSince(observed, desired) };
  const isAtRest = standing.is === 'resting' || standing.is === 'broken off';
  if (ended || observed.ours || !isAtRest) return observed;
  const found = await findTarget(observed, desired, context.ports);
  return 'code' in found ? { ...observed, failure: found } : { ...observed, target: found };
}

/** How a service stands, and whose what is deployed last is. */
interface Seen {
  readonly service: Service;
  readonly standing: Standing;
  readonly mark: OwnerMark | undefined;
  readonly undoing: ServiceRevision | undefined;
}

async function look(
  desired: Desired,
  asked: readonly string[],
  { ports, clock, signal }: Pick<RollbackContext, 'ports' | 'clock' | 'signal'>,
): Promise<Seen> {
  for (let looks = 1; ; looks += 1) {
    signal.throwIfAborted();
    const [service, briefs] = await Promise.all([
      ports.services.describe(desired.name, signal),
      ports.services.deployments(desired.name, { most: NEWEST }),
    ]);
    if (!service) throw asError(noService(desired));
    const refused = notManaged(service);
    if (refused) throw asError(refused);
    const seen = await standing(service, briefs, asked, ports);
    if (seen) return seen;
    if (looks === LOOKS) throw asError(notShown(service));
    await clock.sleep(LOOK_MS, signal);
  }
}

async function standing(
  service: Service,
  listed: readonly DeploymentBrief[],
  asked: readonly string[],
  ports: RollbackContext['ports'],
): Promise<Seen | undefined> {
  // Lists are shown late: what this run has written to, and what the service names, is read by its own name.
  const named = [...asked, service.currentDeployment].filter((arn) => arn && !listed.some((one) => one.arn === arn));
  const wanted = [...toDescribe(listed), ...named];
  const primary = primaryOf(service)?.taskDefinition ?? service.taskDefinition;
  const [newest] = listed;
  // Where nothing is under way, what is live is taken back, and then what it holds has to be known.
  const live = newest && progressOf(newest) === 'successful' ? newest.target : '';
  const [described, taskDefinition, revisions] = await Promise.all([
    wanted.length > 0 ? ports.services.describeDeployments(wanted) : [],
    primary ? ports.taskDefinitions.describe(primary) : undefined,
    live ? ports.services.describeRevisions([live]) : [],
  ]);
  const unknown = described.find((one) => progressOf(one) === 'unknown');
  if (unknown) throw asError(unknownStatus(unknown, judgeDeployment(unknown).why));
  const found = standingOf(service, withUnlisted(listed, described), described);
  if (!found) return undefined;
  const own = { service, standing: found, taskDefinition, revisions };
  return { service, ...(await withMark(own, ports)) };
}

/** Deployments, the newest first, with those that are not listed yet. */
function withUnlisted(
  listed: readonly DeploymentBrief[],
  described: readonly ServiceDeployment[],
): readonly DeploymentBrief[] {
  const others = described.filter(({ arn }) => !listed.some((one) => one.arn === arn));
  const briefs = [...others.map((one) => ({ ...one, target: one.target.arn })), ...listed];
  return briefs.sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
}

/** Whose the revision is that was deployed last, which the service names with its task definition; of another one its revision tells. */
async function withMark(
  {
    service,
    standing: found,
    taskDefinition,
    revisions,
  }: {
    readonly service: Service;
    readonly standing: Standing;
    readonly taskDefinition: TaskDefinition | undefined;
    readonly revisions: readonly ServiceRevision[];
  },
  ports: RollbackContext['ports'],
): Promise<Omit<Seen, 'service'>> {
  const read = async (id: string) => {
    const arn = revisionArn(service, id);
    const [revision] = revisions.some((one) => one.arn === arn)
      ? revisions.filter((one) => one.arn === arn)
      : await ports.services.describeRevisions([arn]);
    const isLast = id === revisionIdIn(service);
    const of = isLast ? taskDefinition : revision && (await ports.taskDefinitions.describe(revision.taskDefinition));
    return { revision, mark: of && readOwner(of.tags) };
  };
  const ofLast = taskDefinition && readOwner(taskDefinition.tags);
  if (found.is === 'moving') return { standing: found, mark: ofLast, undoing: undefined };
  if (found.is === 'going back') return { standing: found, mark: ofLast, undoing: undefined };
  if (found.is === 'broken off') {
    const { revision, mark } = await read(found.target);
    return { standing: found, mark, undoing: revision };
  }
  const { live, undone } = found;
  if (!undone) {
    const { revision, mark } = await read(live);
    return { standing: found, mark, undoing: revision };
  }
  const [ofLive, ofUndone] = await Promise.all([read(live), read(undone.revision)]);
  // A way back that ECS has undone is none: what is live then is what that was to take back.
  const isFailedRollback = ofUndone.mark?.undid === live;
  const stands: Standing = isFailedRollback ? { ...found, undone: undefined } : found;
  return { standing: stands, mark: ofLive.mark, undoing: ofLive.revision };
}

/** Whether a deployment of a revision is among those that are listed. */
export function deploymentOf(briefs: readonly DeploymentBrief[], revision: string): DeploymentBrief | undefined {
  return briefs.find(({ target }) => revisionId(target) === revision);
}
