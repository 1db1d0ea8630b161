import { type ImageContents, type PushedImage, pushImage } from '@actions-aws/testing/images';
import { CreateFunctionCommand, type CreateFunctionCommandInput } from '@aws-sdk/client-lambda';
import type { StageWorld } from './stage-world.ts';

/** Pushes an image of the service under a tag, as its build does. */
export function push(
  { cloud }: Pick<StageWorld, 'cloud'>,
  tag: string,
  contents?: ImageContents,
): Promise<PushedImage> {
  return pushImage(cloud, `search:${tag}`, contents ?? { files: { 'app.py': `# ${tag}` } });
}

/** Makes a function of an image, as infrastructure code does, and lets it become Active. */
export async function makeOf(
  { lambda, pass }: Pick<StageWorld, 'lambda' | 'pass'>,
  FunctionName: string,
  { resolvedUri }: PushedImage,
  more: Partial<CreateFunctionCommandInput> = {},
): Promise<void> {
  const Role = `arn:aws:iam::123456789012:role/${FunctionName}`;
  const Code = { ImageUri: resolvedUri };
  await lambda.send(new CreateFunctionCommand({ FunctionName, Role, PackageType: 'Image', Code, ...more }));
  await pass(600_000);
}
