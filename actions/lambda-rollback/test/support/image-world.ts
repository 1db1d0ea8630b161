import { type PushedImage, pushImage } from '@actions-aws/testing/images';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { promotedFrom } from './trials.ts';
import { type World, world } from './world.ts';

/** The function is a container image: version 2 is live, promoted from version 1. */
export interface ImageWorld extends World {
  /** Of version 1. */
  readonly image: PushedImage;
}

/** Makes such a world. */
export async function imageWorld(given: { readonly scale?: number } = {}): Promise<ImageWorld> {
  const made = await world(given);
  const { cloud, lambda, functionName: FunctionName } = made;
  await cloud.control.call('lambda.pace', { create: 0, update: 0, publish: 0 }, { region: 'eu-west-1' });
  const settled = () => cloud.clock.sleep(5_000);
  const image = await pushImage(cloud, 'search:v1', { files: { 'app.py': '1' } });
  const next = await pushImage(cloud, 'search:v2', { files: { 'app.py': '2' } });
  // No function changes from a zip to an image.
  await lambda.send(new DeleteFunctionCommand({ FunctionName }));
  const Role = 'arn:aws:iam::123456789012:role/search';
  const Code = { ImageUri: image.resolvedUri };
  await lambda.send(new CreateFunctionCommand({ FunctionName, Role, PackageType: 'Image', Code }));
  await settled();
  await lambda.send(new PublishVersionCommand({ FunctionName }));
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ImageUri: next.resolvedUri }));
  await settled();
  await lambda.send(new PublishVersionCommand({ FunctionName }));
  await settled();
  await made.point('live', '2', promotedFrom('1'));
  return { ...made, image };
}
