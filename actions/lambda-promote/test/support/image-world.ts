import type { BundleStep } from '@actions-aws/testing';
import { pushImage } from '@actions-aws/testing/images';
import { CreateFunctionCommand, DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import { before, type DeploymentWorld, deploymentWorld, stepOf } from './deployment-world.ts';
import { imageOf } from './runnable.ts';

/** The repository of the service's images. */
const REPOSITORY = 'search';

/**
 * A world whose function is a container image: where `live` is said, version 2 is live, promoted from version 1; else it never was
 * promoted. Its images have the tags `v1`, `v2` and `v3`.
 */
export async function imageWorld(scale: number, { live = false } = {}): Promise<DeploymentWorld> {
  const world = await deploymentWorld({ scale, live: false });
  const { cloud, lambda, functionName: FunctionName } = world;
  const first = await pushImage(cloud, `${REPOSITORY}:v0`, imageOf('Node', 'v0'));
  for (const tag of ['v1', 'v2', 'v3']) await pushImage(cloud, `${REPOSITORY}:${tag}`, imageOf('Node', tag));
  await cloud.control.call('lambda.pace', { create: 0 }, { region: 'eu-west-1' });
  // No function changes from a zip to an image.
  await lambda.send(new DeleteFunctionCommand({ FunctionName }));
  const Role = 'arn:aws:iam::123456789012:role/search';
  const Code = { ImageUri: first.resolvedUri };
  await lambda.send(new CreateFunctionCommand({ FunctionName, Role, PackageType: 'Image', Timeout: 30, Code }));
  for (const [index, tag] of (live ? ['v1', 'v2'] : []).entries()) {
    await before(world, { inputs: imageInputs(tag), run: index + 1, workflow: 'before' }, 'promoted');
  }
  return world;
}

/** What a workflow gives for the image with this tag. */
export function imageInputs(tag: string): Readonly<Record<string, string>> {
  return { 'image-uri': `123456789012.dkr.ecr.eu-west-1.amazonaws.com/${REPOSITORY}:${tag}` };
}

/** A promotion of the image with this tag. */
export function imageStep(world: DeploymentWorld, tag: string): BundleStep {
  return stepOf(world, { inputs: imageInputs(tag), run: 3, workflow: 'before' });
}
