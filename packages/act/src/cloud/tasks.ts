import path from 'node:path';
import type { LocalAws } from '@actions-aws/local-aws';
import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import type { ServiceSetup } from '../setup/service.ts';
import type { Clients } from './clients.ts';
import { unpackImage } from './image-files.ts';
import { scriptOf } from './task-program.ts';

/** Milliseconds of the machine's clock between two looks at what has been pushed. */
const everyMs = 100;

/**
 * How long a task takes to pull its image, in milliseconds of the cloud's clock: longer than it takes here to find out what its program
 * does, also where the clock runs twenty times as fast as the machine's.
 */
const pullMs = 40_000;

/** What is needed of a session. */
interface Given {
  readonly cloud: LocalAws;
  readonly clients: Clients;
  readonly scratch: string;
  readonly nodeFolder: string;
  tells(text: string): void;
}

/**
 * Sees to it that tasks answer as the programs of their images do: each image that comes into the repository of a service is started
 * once, and asked. Returns how to end it.
 */
export async function tasksFollow(setups: readonly ServiceSetup[], given: Given): Promise<() => Promise<void>> {
  const stopped = new AbortController();
  for (const { account, region } of setups)
    await given.cloud.control.call('ecs.pace', { pull: pullMs }, { account, region });
  const following = setups.map((setup) => follow(setup, given, stopped.signal));
  return async () => {
    stopped.abort();
    await Promise.all(following);
  };
}

async function follow(setup: ServiceSetup, given: Given, signal: AbortSignal): Promise<void> {
  const { cloud, clients, scratch, nodeFolder, tells } = given;
  const { name, account, region, image, paths } = setup;
  const ecr = clients.ecr(setup);
  // Those that are there already have been told of.
  const known = new Set(await digestsIn());
  while (!signal.aborted) {
    for (const digest of (await digestsIn()).filter((each) => !known.has(each))) {
      known.add(digest);
      await learn(digest).catch((error: Error) => tells(`Of ${image}@${digest} nothing is known: ${error.message}`));
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }

  async function digestsIn(): Promise<string[]> {
    const { imageDetails = [] } = await ecr.send(new DescribeImagesCommand({ repositoryName: image }));
    return imageDetails.map(({ imageDigest = '' }) => imageDigest);
  }

  async function learn(digest: string): Promise<void> {
    const folder = path.join(scratch, 'images', digest.replace(':', '-'));
    const start = await unpackImage(ecr, image, digest, folder);
    if (!start) return;
    const script = await scriptOf(start, folder, paths, nodeFolder);
    await cloud.control.call('ecs.script', { digest, ...script }, { account, region });
    const does = script.exits ? `end with ${script.exits.code}` : `answer ${paths.length} paths`;
    tells(`Tasks of ${image}@${digest.slice(0, 19)}… ${does}, as its program did when it was asked; for ${name}.`);
  }
}
