import {
  contentOf,
  describeStill,
  isInFlight,
  judgeDeployment,
  LISTED_WITHIN_MS,
  ownerTags,
  pausesOf,
  pinnedDocument,
  primaryOf,
  progressOf,
  readOwner,
  revisionId,
  revisionIdIn,
  type Service,
  type ServiceDeployment,
  UncertainServiceError,
  usersTags,
} from '@actions-aws/ecs';
import { type Failure, isSameRun } from '@actions-aws/promotion';
import { differences } from '../plan/fields.ts';
import { isBackAlready, settled } from '../plan/plan.ts';
import { ACTION, ANY, type Desired, type Observed, type Step } from '../plan/state.ts';
import type { RollbackContext } from '../ports.ts';
import { brokenOff, overtaken, replaced, unknownStatus } from '../report/words.ts';
import { deploymentOf, observe } from './observe.ts';

/** What the steps of one rollback act with. */
export interface Stage {
  readonly desired: Desired;
  readonly context: RollbackContext;
}

/** How often a deployment is looked at, in milliseconds: a pause that is not seen keeps users waiting. */
const LOOK_MS = 2_000;
/** How often the log tells, in milliseconds. */
const TELL_MS = 30_000;

/** Applies one step, and returns what is observed after it. */
export function apply(step: Step, observed: Observed, stage: Stage): Promise<Observed> {
  switch (step.do) {
    case 'answer':
      return answer(step.deployment, step.hook, observed, stage);
    case 'stop':
      return stop(step.deployment, observed, stage);
    case 'await-back':
      return awaitBack(observed, stage);
    case 'register':
      return register(observed, stage);
    case 'update':
      return update(observed, stage);
    case 'await-live':
      return awaitLive(step.revision, observed, stage);
  }
}

async function answer(deployment: string, hook: string, observed: Observed, stage: Stage): Promise<Observed> {
  const { ports, signal, log } = stage.context;
  try {
    const came = await ports.deployments.answer(deployment, hook, 'ROLLBACK');
    if (came === 'answered') return { ...observed, asked: [...observed.asked, deployment] };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UncertainServiceError) throw error;
    // There is another way: a deployment can be stopped wherever it is.
    log.info((error as Error).message);
  }
  // Another answer came first, or its time was up: what follows from that is looked at.
  return tried(deployment, { ...observed, lost: [...observed.lost, hook] }, stage);
}

/** Looks at what came of a deployment that was told to go back without a reply that says so. */
async function tried(deployment: string, observed: Observed, stage: Stage): Promise<Observed> {
  const [seen] = await stage.context.ports.services.describeDeployments([deployment], stage.context.signal);
  const progress = seen && progressOf(seen);
  const isBack = progress === 'back' || progress === 'going back';
  return again(isBack ? { ...observed, asked: [...observed.asked, deployment] } : observed, stage);
}

async function stop(deployment: string, observed: Observed, stage: Stage): Promise<Observed> {
  const came = await stage.context.ports.deployments.rollBack(deployment);
  if (came === 'asked') return { ...observed, asked: [...observed.asked, deployment] };
  return tried(deployment, observed, stage);
}

/** Looks at the service anew. What this run has done so far is kept. */
async function again(observed: Observed, { desired, context }: Stage): Promise<Observed> {
  const found = await observe(desired, observed, context);
  return { ...found, target: found.target ?? observed.target };
}

/** Waits until what was told to go back has, and then looks at where the service is. */
async function awaitBack(observed: Observed, stage: Stage): Promise<Observed> {
  const { standing, asked } = observed;
  const { ports, clock, signal } = stage.context;
  const goingBack = standing.is === 'going back' ? [standing.deployment.arn] : [];
  const arns = [...new Set([...goingBack, ...asked])];
  let { recoveredAt } = observed;
  const tell = teller(stage.context);
  for (;;) {
    signal.throwIfAborted();
    const deployments = await ports.services.describeDeployments(arns, signal);
    const unknown = deployments.find((one) => progressOf(one) === 'unknown');
    if (unknown) return { ...observed, failure: unknownStatus(unknown, judgeDeployment(unknown).why) };
    if (recoveredAt === undefined && deployments.every(hasNoUsers)) recoveredAt = clock.now();
    if (!deployments.some(isInFlight)) return again({ ...observed, recoveredAt: recoveredAt ?? clock.now() }, stage);
    for (const one of deployments) tell(one);
    await clock.sleep(LOOK_MS, signal);
  }
}

/** Whether no user meets what a deployment brings. Where AWS tells no weights, as of rolling updates, that is known at its end. */
function hasNoUsers({ target }: ServiceDeployment): boolean {
  return target.productionWeight === 0;
}

/** Registers a copy of the target's task definition, with each image by its digest and our mark among its tags. */
async function register(observed: Observed, { desired, context }: Stage): Promise<Observed> {
  const { target } = observed;
  if (!target) throw new Error('A plan registers a copy of no revision. This is a bug.');
  const { revision, taskDefinition } = target;
  const document = pinnedDocument(revision, taskDefinition);
  const undid = undoneBy(observed, desired);
  const { from } = readOwner(taskDefinition.tags) ?? {};
  const tags = {
    ...usersTags(taskDefinition.tags),
    ...ownerTags({
      by: ACTION,
      owner: desired.owner,
      to: revisionId(revision.arn),
      ...(from && { from }),
      ...(undid && { undid }),
      at: context.clock.now(),
      content: contentOf(document),
    }),
  };
  return { ...observed, registered: await context.ports.taskDefinitions.register(document, tags) };
}

/** What a way back takes back: what the condition names, which is live or was just undone; else the newest of these. */
function undoneBy({ standing }: Observed, { onlyIf }: Desired): string | undefined {
  if (standing.is !== 'resting' && standing.is !== 'broken off') return undefined;
  if (onlyIf !== ANY) return onlyIf;
  return standing.is === 'resting' ? (standing.undone?.revision ?? standing.live) : standing.target;
}

/** Has the service go over to the copy. ECS has no condition for it, so that it is looked at right before, and after. */
async function update(observed: Observed, stage: Stage): Promise<Observed> {
  const { desired, context } = stage;
  const { target, registered, undoing } = observed;
  if (!target || !registered) throw new Error('A plan updates a service to nothing. This is a bug.');
  const { services } = context.ports;
  const isStill = (service: Service) => lastAskedFor(service) === lastAskedFor(observed.service);
  const still = { seen: observed.service, isStill, forMs: LISTED_WITHIN_MS };
  const now = await describeStill(services, desired.name, still, context);
  if (!now || !isStill(now)) {
    return giveWay(observed, overtaken(desired), stage);
  }
  const { fields } = differences(target.revision, undoing, now);
  const service = await services.update(desired.name, {
    taskDefinition: registered.arn,
    over: primaryOf(now)?.taskDefinition,
    fields,
  });
  // Another update came right after ours: the pauses of what is PRIMARY are not ours to answer.
  if (primaryOf(service)?.taskDefinition !== registered.arn) return { ...observed, failure: overtaken(desired) };
  const ours = revisionIdIn(service);
  const known = new Set(now.deployments.map(({ id }) => id));
  const ended = service.deployments.filter(({ id, status }) => status !== 'PRIMARY' && !known.has(id));
  const told = ended.map(({ id }) => id.replace(/^ecs-svc\//, ''));
  if (told.length > 0) context.log.warning(replaced(told, desired), { title: 'Another deployment was ended' });
  return { ...observed, service, ended: told, ours: { revision: ours, deployment: '' } };
}

/** Leaves a service to a deployment that came first; where that is a way back to the same end, it is helped there. */
async function giveWay(observed: Observed, failure: Failure, stage: Stage): Promise<Observed> {
  const next = await again({ ...observed, ours: undefined, registered: undefined }, stage);
  const isSame = isBackAlready(next, stage.desired) || settled(next, stage.desired) === 'noop';
  return isSame && !next.failure ? next : { ...observed, failure };
}

/** The id of the deployment that was asked for last, by which a later one is noticed. */
function lastAskedFor(service: Service): string {
  return primaryOf(service)?.id ?? '';
}

/** Answers each pause at once, since what is deployed was live before, and waits until all users are back and the deployment is over. */
async function awaitLive(revision: string, given: Observed, stage: Stage): Promise<Observed> {
  const { desired, context } = stage;
  const { ports, clock, signal, log } = context;
  // What an earlier attempt of this run began is its own.
  const isOwn = given.ours !== undefined || isSameRun(desired.owner, given.mark?.owner);
  let observed: Observed = isOwn ? { ...given, ours: { revision, deployment: given.ours?.deployment ?? '' } } : given;
  const tell = teller(context);
  let arn = observed.ours?.deployment ?? '';
  for (;;) {
    signal.throwIfAborted();
    if (arn === '') {
      arn = deploymentOf(await ports.services.deployments(desired.name, { most: 5 }), revision)?.arn ?? '';
      if (observed.ours) observed = { ...observed, ours: { revision, deployment: arn } };
    }
    const [deployment] = arn === '' ? [] : await ports.services.describeDeployments([arn], signal);
    if (deployment) {
      const { productionWeight } = deployment.target;
      const isBack = productionWeight === 100 && progressOf(deployment) !== 'going back';
      if (isBack && observed.recoveredAt === undefined) {
        observed = { ...observed, recoveredAt: clock.now() };
        log.info(`All users of ${desired.name.service} are back on the content of ${revision}.`);
      }
      const pauses = progressOf(deployment) === 'under way' ? pausesOf(deployment) : [];
      for (const { id } of pauses) await ports.deployments.answer(arn, id, 'CONTINUE');
      const ended = await endOf(deployment, observed, stage);
      if (ended) return ended;
      tell(deployment);
      if (pauses.length > 0) continue;
    }
    await clock.sleep(LOOK_MS, signal);
  }
}

/** What is observed once the deployment of the way back is over; `undefined` while it is not. */
async function endOf(deployment: ServiceDeployment, observed: Observed, stage: Stage): Promise<Observed | undefined> {
  const { desired, context } = stage;
  const { ports, clock, signal } = context;
  const revision = revisionId(deployment.target.arn);
  switch (progressOf(deployment)) {
    case 'pending':
    case 'under way':
      return undefined;
    case 'going back':
      return undefined;
    case 'successful': {
      // With `earlySuccessCriteria` a rolling update is SUCCESSFUL while old tasks serve:
      // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentEarlySuccessCriteria.html
      const service = await ports.services.describe(desired.name, signal);
      const olds = (service?.revisions ?? []).filter((one) => revisionId(one.arn) !== revision);
      if (!service || olds.some(({ running = 0, pending = 0 }) => running + pending > 0)) return undefined;
      return again({ ...observed, recoveredAt: observed.recoveredAt ?? clock.now(), isOver: true }, stage);
    }
    case 'unknown':
      return { ...observed, failure: unknownStatus(deployment, judgeDeployment(deployment).why) };
    default: {
      const [newest] = await ports.services.deployments(desired.name, { most: 1 });
      const service = (await ports.services.describe(desired.name, signal)) ?? observed.service;
      const isReplaced = newest !== undefined && newest.arn !== deployment.arn;
      const seen = { ...observed, service, recoveredAt: undefined };
      if (isReplaced) return giveWay(seen, overtaken(desired, revisionId(newest.target)), stage);
      return { ...seen, failure: brokenOff(deployment, service, desired) };
    }
  }
}

/** Tells now and then where a deployment is. */
function teller({ log, clock }: Pick<RollbackContext, 'log' | 'clock'>): (deployment: ServiceDeployment) => void {
  let told = clock.now();
  return ({ arn, status, target }) => {
    if (clock.now() - told < TELL_MS) return;
    told = clock.now();
    const share = target.productionWeight === undefined ? '' : `, ${target.productionWeight} % of the users`;
    log.info(`${revisionId(arn)}: ${status}${share}, ${target.running ?? 0} of ${target.requested ?? 0} tasks run`);
  };
}
