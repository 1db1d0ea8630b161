import type { LocalAws } from '@actions-aws/local-aws';
import { pushImage } from '@actions-aws/testing/images';
import { CreateRepositoryCommand, type ImageTagMutability, SetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import type { FunctionSetup, RepositorySetup } from '../setup/entries.ts';
import type { Clients } from './clients.ts';
import { placeholderFiles } from './functions.ts';

/** Makes a repository of images. */
export async function makeRepository(clients: Clients, setup: RepositorySetup): Promise<void> {
  const { name, mutability, exclusions, policy } = setup;
  const ecr = clients.ecr(setup);
  const filters = exclusions.map((filter) => ({ filterType: 'WILDCARD' as const, filter }));
  const wanted = new CreateRepositoryCommand({
    repositoryName: name,
    imageTagMutability: mutability as ImageTagMutability,
    ...(filters.length > 0 && { imageTagMutabilityExclusionFilters: filters }),
  });
  try {
    await ecr.send(wanted);
    if (policy === undefined) return;
    await ecr.send(new SetRepositoryPolicyCommand({ repositoryName: name, policyText: JSON.stringify(policy) }));
  } catch (error) {
    throw new Error(`The repository ${name} of the setup: ${(error as Error).message}`);
  }
}

/** Pushes the image that the functions of a repository have until something is promoted; gives its URI, undefined where there are none. */
export async function pushPlaceholder(
  cloud: LocalAws,
  { name, account, region }: RepositorySetup,
  functions: readonly FunctionSetup[],
): Promise<string | undefined> {
  const commands = functions.flatMap((each) => {
    const isOfIt = 'image' in each && each.image === name && each.account === account && each.region === region;
    return isOfIt ? [each.command] : [];
  });
  if (commands.length === 0) return undefined;
  // As of AWS's base images for Lambda.
  const config = { Entrypoint: ['/lambda-entrypoint.sh'], WorkingDir: '/var/task' };
  const image = { files: placeholderFiles(commands), config };
  const { uri } = await pushImage(cloud, `${name}:placeholder`, image, { accessKeyId: account, region });
  return uri;
}
