import { UserError } from '@actions-aws/action';
import {
  type DeploymentBrief,
  isInFlight,
  LISTED_WITHIN_MS,
  primaryOf,
  progressOf,
  readOwner,
  revisionArn,
  revisionIdIn,
  type Service,
  type ServiceDeployment,
} from '@actions-aws/ecs';
import { type Failure, isSameRun } from '@actions-aws/promotion';
import { contentFor, isLive } from '../plan/content.ts';
import { ACTION, adopted, answerToRival } from '../plan/ownership.ts';
import type { Desired, InFlight, Live, Observed, Ours } from '../plan/state.ts';
import type { DeployContext, Ports } from '../ports.ts';

/** So many deployments are looked through for those that are under way. */
const NEWEST = 20;

/** Looks at all that the plan reads. A deployment of the same content that is under way is one that this run goes on with. */
export async function observe(
  desired: Desired,
  { ports, clock, signal }: Pick<DeployContext, 'ports' | 'clock' | 'signal'>,
): Promise<Observed> {
  const { service, briefs, going, isWhole } = await shown(desired, { ports, clock, signal });
  const listeners = await rulesOf(service, ports);
  const live = await broughtBy(liveRevision(service, going, briefs), ports);
  const all = await Promise.all(
    going.map(
      async (deployment): Promise<InFlight> => ({ deployment, brings: await broughtBy(deployment.target.arn, ports) }),
    ),
  );
  const base = { live };
  const content = contentFor(base, desired);
  const at = clock.now();
  const rival = worst(all, content, desired, at);
  const back = rival && (await begunBack(rival, desired, { service, briefs, ports }));
  const isAdopted = rival !== undefined && answerToRival(rival, content, desired, at) === 'adopt';
  const finished = !rival && isFinishedByUs(live, desired) && isLive(base, desired) ? live : undefined;
  const ours = isAdopted ? adopted(rival) : finished && (await finishedBefore(finished, briefs, ports));
  const before = finished && ours ? await broughtBefore(finished, service, ports) : live;
  return {
    at,
    service,
    ...listeners,
    live,
    before,
    rival: isAdopted ? undefined : rival,
    isHidden: !isWhole,
    known: [...briefs.map(({ arn }) => arn), ...going.map(({ arn }) => arn)],
    registered: undefined,
    ours,
    answered: [],
    inDoubt: [],
    // What an earlier attempt has brought to its end is live: it is verified once more.
    smoked: finished !== undefined && ours !== undefined,
    passed: [],
    verified: false,
    brings: undefined,
    touched: touchedBy(ours, service),
    touchedEarlier: false,
    held: false,
    claimed: false,
    preempted: 0,
    failure: undefined,
    back: 'not yet',
    backTo: undefined,
    unreadable: false,
    remedy: '',
    ...back,
  };
}

/**
 * The way back of what this run would deploy, where an earlier attempt of it has begun that, by a deployment of its own: this one brings it
 * to its end, as that would have.
 */
async function begunBack(
  { deployment, brings }: InFlight,
  desired: Desired,
  { service, briefs, ports }: Pick<Shown, 'service' | 'briefs'> & Pick<DeployContext, 'ports'>,
): Promise<Partial<Observed> | undefined> {
  const { by, owner, undid, to = '' } = brings?.mark ?? {};
  if (!brings || by !== ACTION || !undid || !isSameRun(desired.deployer.owner, owner)) return undefined;
  if (progressOf(deployment) === 'going back') return undefined;
  const undone = await broughtBy(revisionArn(service, undid), ports);
  if (!undone || undone.mark?.content !== contentFor({ live: undone }, desired)) return undefined;
  const begun = await finishedBefore(undone, briefs, ports);
  const failure: Failure = {
    code: 'error',
    message: `An earlier attempt of this run took the revision ${undid} of ${desired.name.service} back, and ended on the way: this one has gone on with that.`,
    hint: 'See in its log why. Run the job again to deploy once more.',
  };
  return {
    rival: undefined,
    ours: begun ?? { revision: undone.revision.arn, deployment: undefined, isAdopted: true },
    before: await broughtBy(revisionArn(service, to), ports),
    touched: 'yes',
    back: 'deployed',
    backTo: { definition: brings.definition, revision: deployment.target.arn },
    failure,
  };
}

/** What a revision holds, and whose it is; `undefined` where it, or its task definition, is not there any more. */
export async function broughtBy(
  revision: string,
  ports: Pick<Ports, 'services' | 'definitions'>,
): Promise<Live | undefined> {
  if (!revision) return undefined;
  const [found] = await ports.services.describeRevisions([revision]);
  const definition = found && (await ports.definitions.describe(found.taskDefinition));
  return found && definition && { revision: found, definition, mark: readOwner(definition.tags) };
}

/** Between looks for what is not listed yet, in milliseconds. */
const LOOK_MS = 1_000;

/** What is there of a service. */
interface Shown {
  readonly service: Service;
  readonly briefs: readonly DeploymentBrief[];
  /** Those under way, the newest first. */
  readonly going: readonly ServiceDeployment[];
  readonly isWhole: boolean;
}

/** The service and its deployments; not whole where the service tells of one under way that the list does not show. */
async function shown(
  { name }: Desired,
  { ports, clock, signal }: Pick<DeployContext, 'ports' | 'clock' | 'signal'>,
): Promise<Shown> {
  const until = clock.now() + LISTED_WITHIN_MS;
  for (;;) {
    const service = await ports.services.describe(name);
    if (!service) {
      throw new UserError(`There is no service ${name.service} in the cluster ${name.cluster}.`, {
        hint: 'Look whether `service` and `cluster` are spelled right, and whether AWS_REGION and the account are theirs. Infrastructure code makes the service.',
      });
    }
    const briefs = await ports.services.deployments(name, { most: NEWEST });
    const going = await inFlight(service, briefs, ports);
    const isWhole = !isUnderWay(service) || isListed(service, briefs, going);
    if (isWhole || clock.now() + LOOK_MS > until) return { service, briefs, going, isWhole };
    await clock.sleep(LOOK_MS, signal);
  }
}

/** Whether tasks are being replaced, by the older view of the service, which is there first. */
function isUnderWay({ deployments }: Service): boolean {
  return deployments.length > 1 || deployments.some(({ rolloutState }) => rolloutState === 'IN_PROGRESS');
}

function isListed(service: Service, briefs: readonly DeploymentBrief[], going: readonly ServiceDeployment[]): boolean {
  const id = revisionIdIn(service);
  const targets = [...briefs.map(({ target }) => target), ...going.map(({ target }) => target.arn)];
  return id === '' ? going.length > 0 : targets.includes(revisionArn(service, id));
}

async function rulesOf(service: Service, ports: Ports) {
  const looked = service.loadBalancers.find((one) => one.productionRule || one.testRule);
  const { productionRule = '', testRule = '' } = looked ?? {};
  const named = [...new Set([productionRule, testRule].filter(Boolean))];
  const found = named.length > 0 ? await ports.listeners.describe(named) : [];
  const rule = (arn: string) => found.find((one) => one.arn === arn);
  return {
    testRule: rule(testRule),
    productionRule: rule(productionRule),
    missingRules: named.filter((arn) => !rule(arn)),
    ...(await groupsOf(
      service.loadBalancers.filter((one) => one !== looked),
      ports,
    )),
  };
}

/** The target groups of load balancers of which no listener rule is known: of ROLLING these alone tell what is behind them. */
async function groupsOf(balancers: Service['loadBalancers'], { listeners }: Ports) {
  const named = balancers.flatMap(({ targetGroup, alternateTargetGroup }) => [targetGroup, alternateTargetGroup]);
  const arns = [...new Set(named.filter(Boolean))];
  const targetGroups = arns.length > 0 ? await listeners.targetGroups(arns) : [];
  return { targetGroups, missingGroups: arns.filter((arn) => !targetGroups.some((group) => group.arn === arn)) };
}

/** Those that are under way, the newest first. What the service names may be there before the list shows it. */
async function inFlight(
  { currentDeployment }: Service,
  briefs: readonly DeploymentBrief[],
  { services }: Ports,
): Promise<readonly ServiceDeployment[]> {
  const arns = briefs.filter(isInFlight).map(({ arn }) => arn);
  const isListed = briefs.some(({ arn }) => arn === currentDeployment);
  const all = currentDeployment && !isListed ? [currentDeployment, ...arns] : arns;
  return all.length === 0 ? [] : (await services.describeDeployments(all)).filter(isInFlight);
}

/** The revision that users are on: what is being replaced, or else what has tasks, or was asked for last. */
function liveRevision(
  service: Service,
  going: readonly ServiceDeployment[],
  briefs: readonly DeploymentBrief[],
): string {
  if (going.length > 0) {
    const sources = going.flatMap((deployment) => deployment.sources);
    const [most] = sources.sort((a, b) => (b.productionWeight ?? 0) - (a.productionWeight ?? 0));
    // One that has not begun, or was stopped before it had, names no source yet.
    return most?.arn ?? lastSuccessful(briefs);
  }
  const running = service.revisions.filter(({ requested = 0, running: now = 0 }) => requested + now > 0);
  const [only, ...others] = running;
  if (only && others.length === 0) return only.arn;
  const id = revisionIdIn(service);
  if (id) return revisionArn(service, id);
  return primaryOf(service) ? lastSuccessful(briefs) : '';
}

function lastSuccessful(briefs: readonly DeploymentBrief[]): string {
  return briefs.find(({ status }) => status === 'SUCCESSFUL')?.target ?? '';
}

/** Of several that are under way the one that this run must not touch; or else the newest. */
function worst(all: readonly InFlight[], content: string, desired: Desired, at: number): InFlight | undefined {
  const untouchable = all.find((one) => {
    const answer = answerToRival(one, content, desired, at);
    return answer === 'superseded' || answer === 'busy' || answer === 'going back';
  });
  return untouchable ?? all[0];
}

/** Whether an earlier attempt of this run has come to the end, and may have been killed before it had verified that. */
function isFinishedByUs(live: Live | undefined, { deployer }: Desired): boolean {
  return live?.mark?.by === ACTION && !live.mark.undid && isSameRun(deployer.owner, live.mark.owner);
}

async function finishedBefore({ revision }: Live, briefs: readonly DeploymentBrief[], { services }: Ports) {
  const brief = briefs.find(({ target, status }) => target === revision.arn && status === 'SUCCESSFUL');
  const [deployment] = brief ? await services.describeDeployments([brief.arn]) : [];
  return deployment && adopted({ deployment, brings: undefined });
}

async function broughtBefore({ mark }: Live, service: Service, ports: Ports): Promise<Live | undefined> {
  return mark?.from ? broughtBy(revisionArn(service, mark.from), ports) : undefined;
}

function touchedBy(ours: Ours | undefined, { configuration }: Service): Observed['touched'] {
  if (!ours?.deployment) return 'no';
  return configuration.strategy === 'ROLLING' || (ours.deployment.target.productionWeight ?? 0) > 0 ? 'yes' : 'no';
}
