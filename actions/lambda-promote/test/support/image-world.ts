import type { BundleStep } from '@actions-aws/testing';
import { pushImage } from '@actions-aws/testing/images';
import { CreateFunctionCommand, DeleteFunctionCommand } from '@aws-sdk/client-lambda';
import { type DeploymentWorld, deploymentWorld, stepOf } from './deployment-world.ts';

/** The repository of the service's images. */
const REPOSITORY = 'search';

/** A world whose function is a container image, and never was promoted; its next image has the tag `v1`. */
export async function imageWorld(scale: number): Promise<DeploymentWorld> {
  const world = await deploymentWorld({ scale, live: false });
  const { cloud, lambda, functionName: FunctionName } = world;
  const before = await pushImage(cloud, `${REPOSITORY}:v0`, { files: { 'app.py': '0' } });
  await pushImage(cloud, `${REPOSITORY}:v1`, { files: { 'app.py': '1' } });
  await cloud.control.call('lambda.pace', { create: 0 }, { region: 'eu-west-1' });
  // No function changes from a zip to an image.
  await lambda.send(new DeleteFunctionCommand({ FunctionName }));
  const Role = 'arn:aws:iam::123456789012:role/search';
  const Code = { ImageUri: before.resolvedUri };
  await lambda.send(new CreateFunctionCommand({ FunctionName, Role, PackageType: 'Image', Code }));
  return world;
}

/** A promotion of the image with this tag, of which nothing is called. */
export function imageStep(world: DeploymentWorld, tag: string): BundleStep {
  const image = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/${REPOSITORY}:${tag}`;
  return stepOf(world, { inputs: { 'image-uri': image, smoke: 'none' }, run: 3 });
}
