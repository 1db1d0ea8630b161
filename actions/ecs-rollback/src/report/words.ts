import { showDuration, showTime } from '@actions-aws/action';
import {
  bakesMs,
  endOfArn,
  type OwnerMark,
  revisionId,
  type Service,
  type ServiceDeployment,
  type ServiceRevision,
} from '@actions-aws/ecs';
import { type Failure, runOf, whenOf } from '@actions-aws/promotion';
import type { Kept } from '@actions-aws/registry/ecr';
import { differences, NOT_IN_REVISIONS } from '../plan/fields.ts';
import { settled } from '../plan/plan.ts';
import type { Desired, Observed, Step } from '../plan/state.ts';

/** One step in words. */
export function inWords(step: Step, { name: { service } }: Pick<Desired, 'name'>): string {
  switch (step.do) {
    case 'answer':
      return `tell the deployment of ${step.revision}, which waits at a pause, to go back`;
    case 'stop':
      return `have ECS roll back the deployment of ${step.revision}`;
    case 'await-back':
      return `wait until no user meets ${step.revision}, and ECS has gone back`;
    case 'register':
      return `register a copy of the task definition of ${step.revision}, with each image by its digest`;
    case 'update': {
      const beside = step.fields.length > 0 ? `, with ${step.fields.map((field) => `\`${field}\``).join(', ')}` : '';
      return `deploy the copy over ${step.from} on ${service}${beside}`;
    }
    case 'await-live':
      return 'answer its pauses at once, and wait until all users are back and the deployment is over';
  }
}

/** What a person who reads the plan has to know besides, in sentences. */
export function notesOf({ target, undoing, service, standing }: Observed): readonly string[] {
  const bakes = bakesMs(service.configuration);
  const slow =
    bakes > 0 && (standing.is === 'resting' || standing.is === 'broken off')
      ? [
          `The strategy of ${service.name}, ${service.configuration.strategy}, waits ${showDuration(bakes)} by itself, also on the way back.`,
        ]
      : [];
  if (!target) return slow;
  const { revision, because, tagged, unseen } = target;
  return [
    `Why ${revisionId(revision.arn)}: ${because}.`,
    ...slow,
    ...tagged.map((image) => `Of the image of ${image} no digest is known: tasks run what its tag names now.`),
    ...unseen,
    ...differences(revision, undoing, service).lost,
    ...(undoing
      ? []
      : ['ECS has no record of what is taken back, so that each field which the target holds is carried.']),
    NOT_IN_REVISIONS,
  ];
}

/** What a person should look at twice, although it is no failure: as the service was when the run began. */
export function warningOf(before: Observed, desired: Desired): string {
  const { standing, mark, failure } = before;
  const { name, to } = desired;
  if (failure) return '';
  if (to === undefined && settled(before, desired) === 'noop') {
    if (standing.is !== 'resting') return '';
    const who = standing.undone ? byEcs(standing.undone) : mark?.undid ? byRun(mark) : '';
    const further = mark?.from ? `; ${revisionId(mark.from)} was live before` : '';
    return (
      who &&
      `${name.service} is on ${standing.live} because ${who}: a rollback goes back once, so nothing was moved. To go further, name a revision in \`to\`${further}.`
    );
  }
  const undone = standing.is === 'resting' ? (standing.undone?.revision ?? mark?.undid) : mark?.undid;
  if (to === undefined || to !== undone || settled(before, desired)) return '';
  const who = standing.is === 'resting' && standing.undone ? 'ECS' : mark ? runOf(mark) : 'an earlier run';
  return `${to} was taken back by ${who}, and \`to\` leads there all the same.`;
}

function byEcs({
  revision,
  reason,
  at,
}: {
  readonly revision: string;
  readonly reason: string;
  readonly at: number | undefined;
}) {
  const when = at === undefined ? '' : ` at ${showTime(at)}`;
  return `ECS took ${revision} back${when}${reason && ` (${reason.replace(/\.$/, '')})`}`;
}

function byRun(mark: OwnerMark): string {
  return `${runOf(mark)} took ${mark.undid} back${whenOf(mark)}`;
}

/** There is no such service. */
export function noService({ name: { service, cluster } }: Desired): Failure {
  return {
    code: 'nothing-before',
    message: `There is no service ${service} in the cluster ${cluster}.`,
    hint: 'Look at `service`, `cluster` and AWS_REGION.',
  };
}

/** Services that this API does not deploy; nothing for the rest. */
export function notManaged({ name, controller, managedBy }: Service): Failure | undefined {
  if (controller !== 'ECS') {
    return {
      code: 'unsafe',
      message: `${name} is deployed by ${controller}, not by ECS itself: its rollback is there.`,
      hint:
        controller === 'CODE_DEPLOY'
          ? 'Stop its deployment with aws deploy stop-deployment --auto-rollback-enabled.'
          : '',
    };
  }
  if (managedBy !== 'CUSTOMER') {
    return {
      code: 'unsafe',
      message: `${name} is an Express service, which is changed by an API of its own.`,
      hint: 'Use aws ecs update-express-gateway-service.',
    };
  }
  return undefined;
}

/** What the service names as its newest deployment is not listed. */
export function notShown({ name }: Service): Failure {
  return {
    code: 'not-ready',
    message: `AWS does not list the newest deployment of ${name}, or does not say where it went back to, so that it is not known what users meet. Nothing was touched.`,
    hint: 'Run the job again; look at the deployments with aws ecs list-service-deployments.',
  };
}

/** A status that is newer than this action. */
export function unknownStatus({ arn }: Pick<ServiceDeployment, 'arn'>, why: string): Failure {
  return {
    code: 'not-ready',
    message: `The service deployment ${revisionId(arn)} ${why}.`,
    hint: 'Look for a newer version of this action; until then the console of ECS rolls back.',
  };
}

/** `only-if` does not hold. */
export function deployedSince({ standing, mark }: Observed, { name, onlyIf }: Desired): Failure {
  const who = mark ? `, by ${runOf(mark)}` : '';
  const now =
    standing.is === 'resting'
      ? `is on ${standing.live}${who}`
      : standing.is === 'going back'
        ? `goes back from ${standing.undone.revision}`
        : standing.is === 'moving'
          ? `is being deployed to ${standing.target}${who}`
          : `stands between two revisions, since the deployment of ${standing.target}${who} broke off`;
  return {
    code: 'condition-not-met',
    message: `${name.service} ${now}, not on ${onlyIf}: another deployment came since, and nothing was touched.`,
    hint: 'Look at what is live before you go back further.',
  };
}

/** Another deployment was begun while we were about to, or after we had. */
export function overtaken({ name }: Desired, by?: string): Failure {
  const what =
    by === undefined ? 'while this run was about to go back' : `: that of ${by} took the place of the way back`;
  return {
    code: 'pointer-changed',
    message: `Another deployment of ${name.service} was begun ${by === undefined ? what : `meanwhile${what}`}, and was left alone.`,
    hint: 'Look at what is live before you go back further.',
  };
}

/** Our write ended what another hand had begun in the moment before: ECS takes it without a condition. */
export function replaced(revisions: readonly string[], { name }: Desired): string {
  return `A deployment of ${name.service} that began in the moment before this one (${revisions.join(', ')}) was ended by it, since ECS has no condition for that. Run its job again.`;
}

/** How many events a message has. */
const EVENTS = 3;

/** The deployment of the way back did not come to its end. */
export function brokenOff(
  { arn, status, statusReason, rollback, target }: ServiceDeployment,
  { events }: Service,
  { name }: Desired,
): Failure {
  const reason = rollback?.reason || statusReason;
  const said = events.slice(0, EVENTS).map(({ message }) => message);
  return {
    code: 'deployment-failed',
    message: [
      `The deployment back of ${name.service} (${revisionId(arn)}, of ${revisionId(target.arn)}) ended with ${status}${reason && `: ${reason.replace(/\.$/, '')}`}.`,
      ...(said.length > 0 ? [`ECS says: ${said.join(' ')}`] : []),
    ].join(' '),
    hint: 'Look at the stopped tasks of the service, and name another revision in `to`.',
  };
}

/** How many revisions a message names. */
const SHOWN = 5;

function named(ids: readonly string[]): string {
  return ids.length === 0 ? '' : ` Deployed successfully before, newest first: ${ids.slice(0, SHOWN).join(', ')}.`;
}

const NAME_ANOTHER = 'Name one in `to` that is there; aws ecs list-service-deployments --status SUCCESSFUL lists them.';

/** Nothing tells what was live before. */
export function noTarget({ standing, undoing }: Observed, { name }: Desired, ids: readonly string[]): Failure {
  const live = standing.is === 'resting' ? standing.live : '';
  const why = undoing
    ? 'no other revision with other content was deployed successfully in the last 90 days'
    : 'ECS has no record of it, and nothing says what was live before';
  return {
    code: 'nothing-before',
    message: `There is nothing to go back to from ${live} of ${name.service}: ${why}.${named(ids)}`,
    hint: ids.length > 0 ? 'Name one of them in `to`.' : 'Deploy one that works.',
  };
}

/** A person has gone back without this action, so that the revision before is the one that failed. */
export function wentBackByHand(live: string, older: string, ids: readonly string[], { name }: Desired): Failure {
  return {
    code: 'nothing-before',
    message: `${name.service} is on ${live}, which has the content of ${older} from earlier: it looks as if a person had gone back already, so that what was live before would be what failed.${named(ids)}`,
    hint: 'Name the revision in `to`.',
  };
}

/** Why a service cannot go where it should. */
export function noWayBack(failure: Failure, { name }: Desired): Failure {
  return { ...failure, message: `Could not take ${name.service} back. ${failure.message}` };
}

/** ECS does not know the revision any more. */
export function revisionGone(id: string, because: string, ids: readonly string[]): Failure {
  return {
    code: 'nothing-before',
    message: `ECS has no service revision ${id} (${because}).${named(ids)}`,
    hint: NAME_ANOTHER,
  };
}

/** Its task definition was deleted. */
export function taskDefinitionGone({ arn, taskDefinition }: ServiceRevision, because: string): Failure {
  return {
    code: 'nothing-before',
    message: `The task definition ${endOfArn(taskDefinition)} of ${revisionId(arn)} (${because}) was deleted, or cannot be read.`,
    hint: NAME_ANOTHER,
  };
}

/** Images go by tags, and what these named is not known. */
export function tagsOnly(id: string, because: string, tagged: readonly string[]): Failure {
  return {
    code: 'unsafe',
    message: `ECS did not write down which images ${id} (${because}) ran: ${tagged.join(', ')} ${tagged.length === 1 ? 'goes' : 'go'} by a tag, which may name another image by now.`,
    hint: 'Name another revision in `to`, or set `allow-tags: true` to run what the tags name now.',
  };
}

/** An image is not where tasks would pull it from. */
export function imageGone(id: string, image: string, is: 'gone' | 'archived'): Failure {
  return is === 'gone'
    ? {
        code: 'no-image',
        message: `The image ${image} of ${id} is not in its repository any more: no task could start.`,
        hint: 'Push it again by the same digest, or name another revision in `to`.',
      }
    : {
        code: 'archived',
        message: `The image ${image} of ${id} is archived, where no task can pull it.`,
        hint: 'Restore it, by aws ecr update-image-storage-class with --target-storage-class STANDARD, or name another revision in `to`.',
      };
}

/** It could not be found out whether an image is there. */
export function imageUnseen(id: string, image: string, why: string): Failure {
  return {
    code: 'unsafe',
    message: `Could not look whether the image ${image} of ${id} is still in its repository: ${why}`,
    hint: 'Allow `ecr:DescribeImages`, or set `allow-unseen-images: true` to go back all the same.',
  };
}

/** The same, where it is allowed; and images that are not in ECR. */
export function imageUnseenInWords(image: string, kept: Kept | { readonly is: 'elsewhere' }): string {
  return kept.is === 'unknown'
    ? `Whether the image ${image} is still in its repository is not known: ${kept.why}`
    : `The image ${image} is not in ECR, and was not looked for.`;
}
