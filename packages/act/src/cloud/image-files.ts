import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BatchGetImageCommand, type ECRClient, GetDownloadUrlForLayerCommand } from '@aws-sdk/client-ecr';
import { extract } from 'tar';

/** How an image starts. */
export interface StartOfImage {
  /** Entrypoint and Cmd in one. */
  readonly command: readonly string[];
  readonly workingDir: string;
  /** `NAME=value`. */
  readonly env: readonly string[];
}

interface Manifest {
  readonly config?: { readonly digest: string };
  readonly layers?: readonly { readonly digest: string }[];
}

/** Unpacks the layers of an image of ECR below a folder; says how it starts. Undefined where it is none, such as an index. */
export async function unpackImage(
  ecr: ECRClient,
  repositoryName: string,
  digest: string,
  folder: string,
): Promise<StartOfImage | undefined> {
  const asked = { repositoryName, imageIds: [{ imageDigest: digest }] };
  const { images = [] } = await ecr.send(new BatchGetImageCommand(asked));
  const { config, layers = [] } = JSON.parse(images[0]?.imageManifest ?? '{}') as Manifest;
  if (!config) return undefined;
  await mkdir(folder, { recursive: true });
  const blob = async (layerDigest: string) => {
    const found = await ecr.send(new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest }));
    return Buffer.from(await (await fetch(found.downloadUrl ?? '')).arrayBuffer());
  };
  for (const layer of layers) {
    const file = path.join(folder, '.layer');
    await writeFile(file, await blob(layer.digest));
    await extract({ file, cwd: folder });
  }
  const said = JSON.parse((await blob(config.digest)).toString('utf8')) as {
    readonly config?: {
      readonly Entrypoint?: readonly string[];
      readonly Cmd?: readonly string[];
      readonly WorkingDir?: string;
      readonly Env?: readonly string[];
    };
  };
  const { Entrypoint = [], Cmd = [], WorkingDir = '', Env = [] } = said.config ?? {};
  return { command: [...Entrypoint, ...Cmd], workingDir: WorkingDir || '/', env: Env };
}
