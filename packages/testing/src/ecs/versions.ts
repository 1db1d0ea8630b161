import { DescribeTaskDefinitionCommand, type ECSClient } from '@aws-sdk/client-ecs';

/** Names of the images of a service, in the order in which they are built. */
export const VERSIONS = ['v0', 'v1', 'v2', 'v3'] as const;

/** Name of an image. */
export type Version = (typeof VERSIONS)[number];

/** An image in ECR. */
export interface ServiceImage {
  readonly digest: string;
  /** `ACCOUNT.dkr.ecr.REGION.amazonaws.com/shop/api:v1`. */
  readonly uri: string;
  /** The same by digest. */
  readonly resolvedUri: string;
  /** `127.0.0.1:PORT/shop/api:v1`, which clients of registries reach. */
  readonly localUri: string;
}

/** The version whose image a task definition names in its first container, by tag or digest; else that image. */
export async function versionIn(
  { ecs, images }: { readonly ecs: ECSClient; readonly images: Readonly<Record<Version, ServiceImage>> },
  taskDefinition: string,
): Promise<string> {
  const described = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  const image = described.taskDefinition?.containerDefinitions?.[0]?.image ?? '';
  const found = Object.entries(images).find(([, { uri, localUri, digest }]) => {
    return uri === image || localUri === image || image.endsWith(`@${digest}`);
  });
  return found?.[0] ?? image;
}
