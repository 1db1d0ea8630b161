import { revisionOf } from '../place.ts';
import type { Revision, TaskRecord } from '../state.ts';
import { lifeOf } from '../tasks/script.ts';
import { taskFailed } from './failures.ts';
import type { Moment } from './moment.ts';
import { stopTask } from './stop.ts';

type Found = { readonly digest: string } | { readonly problem: string };

/**
 * Pulls the images of a task. "Amazon ECS resolves container image tags … to container image digests" at the first task of a
 * revision and "uses the digests to start any other desired tasks" of it: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html#deployment-container-image-stability
 */
export function pull(moment: Moment, task: TaskRecord): void {
  const { place, service, at } = moment;
  const revision = revisionOf(service, task.revision);
  const found = task.containers.map((container) => ({ container, ...pulled(moment, revision, container) }));
  const missing = found.find((each) => 'problem' in each);
  if (missing && 'problem' in missing) {
    task.containers = task.containers.map((each) =>
      each.name === missing.container.name ? { ...each, reason: missing.problem } : each,
    );
    stopTask(moment, task, { code: 'TaskFailedToStart', reason: missing.problem });
    taskFailed(moment, task, 'start');
    return;
  }
  task.pullStopped = at;
  task.containers = found.map(({ container, ...rest }) => ({
    ...container,
    imageDigest: 'digest' in rest ? rest.digest : '',
  }));
  const digests = task.containers.map(({ imageDigest = '' }) => imageDigest);
  revision.images ??= task.containers.map(({ name, image, imageDigest = '' }) => ({
    containerName: name,
    image,
    imageDigest,
  }));
  task.life = lifeOf(place.state.scripts, digests);
  task.next = at + task.life.startsAfterMs;
}

function pulled(
  { place, ports, at }: Moment,
  revision: Revision,
  { name, image }: { name: string; image: string },
): Found {
  const known = revision.images?.find(({ containerName }) => containerName === name)?.imageDigest;
  const reference = known === undefined ? image : byDigest(image, known);
  const found = ports.findImage(place, reference, at);
  return typeof found === 'string' ? { problem: problemOf(found, reference) } : { digest: found.digest };
}

/** The same repository by digest: a tag is what follows the last colon, unless a slash comes after it, as in `host:5000/app`. */
function byDigest(image: string, digest: string): string {
  const [named = ''] = image.split('@');
  return `${named.replace(/:[^:/]*$/, '')}@${digest}`;
}

/** As containerd and ECR word it: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html */
function problemOf(found: 'absent' | 'denied' | 'archived', reference: string): string {
  const retried = 'CannotPullContainerError: pull image manifest has been retried';
  if (found === 'denied')
    return `${retried} 1 time(s): failed to resolve ref ${reference}: pulling from host failed with status code [manifests]: 403 Forbidden`;
  if (found === 'archived') return `${retried} 1 time(s): failed to resolve ref ${reference}: the image is archived`;
  return `${retried} 5 time(s): failed to resolve ref ${reference}: ${reference}: not found`;
}
