import { InputError, type Problem } from '@actions-aws/action';
import { type Check, type GivenCheck, wrongForSites } from '@actions-aws/checks';
import { containersOf, namedService, type TaskDefinitionDocument } from '@actions-aws/ecs';
import type { Deployer } from '@actions-aws/promotion';
import { type ImageReference, parseImageReference } from '@actions-aws/registry';
import type { Desired } from '../plan/state.ts';
import type { GivenImages } from './images.ts';
import type { Given } from './inputs.ts';
import { type ReadFile, readTaskDefinition } from './task-definition.ts';

/** What the workflow asks for, but for the digests of its images, which a registry has to be asked for. */
export interface Request extends Omit<Desired, 'images'> {
  /** By container. */
  readonly images: GivenImages;
}

/**
 * Reads files, and the rules that span inputs, before any call.
 *
 * @throws InputError naming all that is wrong.
 */
export async function requestFrom(given: Given, deployer: Deployer): Promise<Request> {
  const problems: Problem[] = [];
  const { name, problems: wrongName } = namedService(given);
  problems.push(...wrongName);
  const { document: file, tags: fileTags } = await fileOf(given, problems);
  if (given.images === undefined && given.taskDefinition === undefined) {
    problems.push({
      input: 'images',
      message: 'is empty, or was not given, and so is `task-definition`: there is nothing to deploy',
      remedy: 'Write `container: image` on a line each, or name the file of a task definition.',
    });
  }
  const smoke = smokeOf(given.smoke, problems);
  const verify = given.verify === 'smoke' ? smoke : checksFrom(given.verify, 'verify', problems);
  problems.push(...wrongAlarms(given));
  if (problems.length > 0) throw new InputError(problems);
  return {
    name,
    file,
    fileTags,
    images: { ...imagesIn(file), ...given.images },
    smoke,
    verify,
    canary: given.canary,
    until: given.until,
    alarms: given.alarms ?? [],
    settleMs: given.canary.length > 0 ? given.settle : 0,
    timeoutMs: given.timeout,
    whenBusy: given.whenBusy,
    force: given.force,
    allowOlder: given.allowOlder,
    deployer,
  };
}

async function fileOf(
  { taskDefinition }: Given,
  problems: Problem[],
): Promise<Partial<ReadFile> & Pick<ReadFile, 'tags'>> {
  if (taskDefinition === undefined) return { tags: {} };
  const read = await readTaskDefinition(taskDefinition);
  if (!('problem' in read)) return read;
  problems.push(read.problem);
  return { tags: {} };
}

/** Of the file's own images those of private repositories of ECR are resolved as well; of others ECS resolves the tag, once for each revision. */
function imagesIn(file: TaskDefinitionDocument | undefined): Readonly<Record<string, ImageReference>> {
  if (!file) return {};
  return Object.fromEntries(
    containersOf(file).flatMap(({ name, image }) => {
      const read = parseImageReference(image);
      return read.accepted && isEcr(read.value) ? [[name, read.value]] : [];
    }),
  );
}

function isEcr({ name }: ImageReference): boolean {
  return /\.dkr[.-]ecr[.-]/.test(name.registry);
}

function smokeOf(given: readonly GivenCheck[], problems: Problem[]): readonly Check[] {
  for (const [index, check] of given.entries()) {
    if (check.kind !== 'url') continue;
    problems.push({
      input: 'smoke',
      at: `[${index}]`,
      value: check.url,
      message: 'an address need not lead to the test listener',
      remedy: 'Write a method and a path, such as `GET /health`, or put it into `verify`.',
    });
  }
  return checksFrom(given, 'smoke', problems);
}

function checksFrom(given: readonly GivenCheck[], input: string, problems: Problem[]): readonly Check[] {
  problems.push(...wrongForSites(given).map((wrong) => ({ input, ...wrong })));
  return given.filter((check): check is Check => check.kind !== 'payload-file');
}

/** Users that no one watches are no canary; and not to watch them has to be said. */
function wrongAlarms({ canary, alarms }: Given): readonly Problem[] {
  if (canary.length === 0 || alarms) return [];
  return [
    {
      input: 'alarms',
      message: 'must be given together with `canary`',
      remedy: 'Name the CloudWatch alarms that bring the users back, or say `none`.',
    },
  ];
}
