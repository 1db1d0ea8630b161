import { type Clock, UserError } from '@actions-aws/action';
import {
  goOnFromPauses,
  isInFlight,
  LISTED_WITHIN_MS,
  type OwnerMark,
  pausesIn,
  primaryOf,
  readOwner,
  revisionId,
  revisionIdIn,
  type Service,
  type ServiceDeployment,
  type ServiceName,
} from '@actions-aws/ecs';
import { finishInterrupted as finish } from '@actions-aws/promotion';
import type { EcsDeploy } from '../inputs/inputs.ts';
import { shareOf } from '../plan/drive.ts';
import { ACTION } from '../plan/ownership.ts';
import type { Desired, Observed } from '../plan/state.ts';
import { neverHadUsers } from '../plan/touched.ts';
import type { Ports } from '../ports.ts';
import { broughtBy } from '../steps/observe.ts';
import { rollBack } from '../steps/roll-back.ts';

/** The service that a run may deploy. */
export interface Place extends ServiceName {
  /** Of the run: what an earlier attempt of it began, this one goes on with. */
  readonly run: string;
}

/** What `main` keeps for the end of the job: who it is, and the service that it may deploy. */
export function leftBy({ name, deployer }: Pick<Desired, 'name' | 'deployer'>) {
  const { nonce, run } = deployer.owner;
  return { nonce, places: [{ ...name, run } satisfies Place] };
}

/** Whether the end of the job has to go on with the way back: the run had to end before it, or found no way. */
export function isLeftToPost({ ours, back }: Pick<Observed, 'ours' | 'back'>): boolean {
  if (back === 'left at its pauses') return true;
  return back === 'stuck' && ours !== undefined && (!ours.deployment || isInFlight(ours.deployment));
}

/**
 * The end of the job. Usually there is nothing to do. A `main` that was killed between its update and the proof of what all users meet
 * leaves a deployment that no run goes on with: it is rolled back, if it is ours. Without this the timeout of its pause does that.
 */
export function finishInterrupted(
  run: Pick<EcsDeploy, 'state' | 'log' | 'summary' | 'fail' | 'clock'>,
  open: () => Ports,
): Promise<void> {
  return finish(run, {
    action: ACTION,
    isPlace,
    takeBack: (place, nonce) => takeBack(open(), place, nonce, run.clock),
  });
}

function isPlace(value: unknown): value is Place {
  const { cluster, service, run } = (value ?? {}) as Record<string, unknown>;
  return [cluster, service, run].every((one) => typeof one === 'string');
}

/** How many of the newest deployments are looked through. */
const NEWEST = 10;
/** Between looks for what ECS does not show yet, in milliseconds. */
const LOOK_MS = 1_000;

/** Where a deployment that a run began is now. */
type Found =
  | { readonly is: 'under way'; readonly deployment: ServiceDeployment }
  | { readonly is: 'live' }
  /** What it began is taken back by a deployment of its own; `undefined` while ECS does not show that. */
  | { readonly is: 'on its way back'; readonly pauses: boolean; readonly deployment: ServiceDeployment | undefined }
  /** By a deployment of its own it was taken back. */
  | { readonly is: 'back' }
  /** It was never begun, or is not what the service was asked for any more. */
  | { readonly is: 'nowhere' };

/**
 * Has ECS roll back what a run of this nonce began, and says what became of it.
 *
 * @throws UserError if it is live already, and was not verified.
 */
async function takeBack(ports: Ports, place: Place, nonce: string, clock: Clock): Promise<string> {
  const { service: name } = place;
  const found = await helpedBack(() => find(ports, place, nonce, clock), ports, clock).catch(notTakenBack(name));
  if (found.is === 'live') {
    throw new UserError(
      `Interrupted before the new tasks of ${name} were seen to be well, and all users are on them.`,
      {
        hint: 'Run the job again: it verifies them, and goes back if they are not well. Or run ecs-rollback now.',
      },
    );
  }
  if (found.is === 'on its way back') {
    if (!found.pauses) return `Interrupted while ${name} was on its way back: ECS goes on with that by itself.`;
    throw new UserError(
      `Interrupted while ${name} was on its way back, by a deployment that pauses: it was not seen to its end.`,
      {
        hint: 'Run the job again, or run ecs-rollback now: either helps that to its end. The timeout of a pause would leave users to what failed.',
      },
    );
  }
  if (found.is === 'back') return `Interrupted while ${name} was on its way back: all of its users are back.`;
  if (found.is === 'nowhere') {
    return `Interrupted before the service ${name} was updated, or it has gone back since: nothing to take back.`;
  }
  const { deployment } = found;
  await rollBack(deployment, ports).catch(notTakenBack(name));
  return `Interrupted with a deployment of ${name} under way, which ${usersOf(deployment)}: ECS rolls it back.`;
}

/** Says of what failed what follows from it. */
function notTakenBack(name: string) {
  return (error: Error): never => {
    if (!(error instanceof UserError) || error.code === undefined) throw error;
    const { message, hint = '', code } = error;
    throw new UserError(`${message} So what this run deployed on ${name} was not taken back: users may have it.`, {
      hint: `${hint} Run ecs-rollback, or this job again.`.trim(),
      cause: error,
      code,
    });
  };
}

/** How many users had a deployment, as far as is known. */
function usersOf(deployment: ServiceDeployment): string {
  const share = shareOf(deployment);
  if (share > 0) return `${share}% of the users had`;
  return neverHadUsers(deployment) ? 'no user had' : 'users may have had';
}

/** How long a way back is helped, in milliseconds: of a job that is cancelled, GitHub ends what takes longer than five minutes. */
const HELP_MS = 4 * 60_000;
const HELP_LOOK_MS = 3_000;

/** Answers the pauses of a way back that is a deployment of its own, for some minutes; ECS goes on by itself with one that has none. */
async function helpedBack(look: () => Promise<Found>, ports: Ports, clock: Clock): Promise<Found> {
  const until = clock.now() + HELP_MS;
  for (;;) {
    const found = await look();
    if (found.is !== 'on its way back' || !found.pauses) return found;
    if (found.deployment) await goOnFromPauses(found.deployment, ports.deployments);
    if (clock.now() + HELP_LOOK_MS > until) return found;
    await clock.sleep(HELP_LOOK_MS);
  }
}

async function find(ports: Ports, { cluster, service: name, run }: Place, nonce: string, clock: Clock): Promise<Found> {
  const { services, definitions } = ports;
  const until = clock.now() + LISTED_WITHIN_MS;
  const isOfRun = (mark: OwnerMark | undefined) =>
    mark?.by === ACTION && (mark.owner?.nonce === nonce || (run !== 'local' && mark.owner?.run === run));
  const isOurs = (mark: OwnerMark | undefined) => isOfRun(mark) && mark?.undid === undefined;
  for (;;) {
    const service = await services.describe({ cluster, service: name });
    const briefs = await services.deployments({ cluster, service: name }, { most: NEWEST });
    const arns = [...new Set([service?.currentDeployment ?? '', ...briefs.map(({ arn }) => arn)].filter(Boolean))];
    for (const deployment of await services.describeDeployments(arns)) {
      if (!isInFlight(deployment)) continue;
      const brings = await broughtBy(deployment.target.arn, ports);
      if (isOurs(brings?.mark)) return { is: 'under way', deployment };
      if (isOfRun(brings?.mark)) return wayBackOf(service, deployment);
    }
    const asked = service && primaryOf(service);
    const definition = asked && (await definitions.describe(asked.taskDefinition));
    const mark = definition && readOwner(definition.tags);
    if (!service || !isOfRun(mark)) return { is: 'nowhere' };
    const id = revisionIdIn(service);
    const shown = briefs.find(({ target }) => revisionId(target) === id);
    // A way back that ECS does not show yet is under way all the same.
    if (!isOurs(mark)) {
      if (!shown) return wayBackOf(service, undefined);
      return { is: shown.status === 'SUCCESSFUL' ? 'back' : 'nowhere' };
    }
    if (shown?.status === 'SUCCESSFUL') return { is: 'live' };
    // Asked for, and neither under way nor over: ECS does not show it yet.
    if (clock.now() + LOOK_MS > until) {
      throw new UserError(
        `Interrupted after an update of ${name}, whose deployment ECS does not show: it was not taken back.`,
        {
          hint: 'The timeout of its pause does that. Look at the service, or run the job again.',
        },
      );
    }
    await clock.sleep(LOOK_MS);
  }
}

function wayBackOf(service: Service | undefined, deployment: ServiceDeployment | undefined): Found {
  const pauses = service !== undefined && pausesIn(service.configuration).length > 0;
  return { is: 'on its way back', pauses, deployment };
}
