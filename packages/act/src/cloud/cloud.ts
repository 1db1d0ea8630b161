import type { LocalAws } from '@actions-aws/local-aws';
import type { LocalGitHub } from '@actions-aws/local-github';
import type { Place } from '../setup/place.ts';
import type { Setup } from '../setup/setup.ts';
import type { Clients } from './clients.ts';
import { makeFunction } from './functions.ts';
import { makeRepository, pushPlaceholder } from './repositories.ts';

/**
 * Makes what the setup says.
 *
 * @param ids what policies name by `${…}`, since it is known only once it is there.
 */
export async function makeCloud(
  cloud: LocalAws,
  clients: Clients,
  github: Pick<LocalGitHub, 'issuer' | 'keys'>,
  setup: Setup,
  ids: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  for (const account of new Set([setup, ...setup.roles].map((each) => each.account)))
    await cloud.control.call(
      'sts.registerProvider',
      { url: github.issuer, clientIds: ['sts.amazonaws.com'], keys: github.keys },
      { account },
    );
  for (const { name, account, trust, policy, 'max-session-duration': maxSessionDuration } of setup.roles) {
    const role = {
      arn: `arn:aws:iam::${account}:role/${name}`,
      trust,
      ...(policy !== undefined && { policy: withIds(policy, ids, name) }),
      ...(maxSessionDuration && { maxSessionDuration }),
    };
    await cloud.control.call('sts.registerRole', role, { account }).catch((error: Error) => {
      throw new Error(`The role ${name} of the setup: ${error.message}`);
    });
  }
  const images = new Map<string, string>();
  const key = ({ account, region }: Place, name: string) => `${account} ${region} ${name}`;
  const making = setup.repositories.map(async (repository) => {
    await makeRepository(clients, repository);
    const uri = await pushPlaceholder(cloud, repository, setup.functions);
    if (uri !== undefined) images.set(key(repository, repository.name), uri);
  });
  await Promise.all(making);
  const functions = setup.functions.map((each) =>
    makeFunction(clients, each, (repository) => images.get(key(each, repository)) ?? ''),
  );
  await Promise.all(functions);
}

/** A policy with ids in place of their names. IAM's own variables have a colon, or one character: `${aws:username}`, `${*}`. */
function withIds(policy: unknown, ids: ReadonlyMap<string, string>, role: string): unknown {
  const text = JSON.stringify(policy).replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const id = ids.get(name);
    if (id !== undefined) return id;
    const known = [...ids.keys()].join(', ') || 'none, since there are no sites';
    throw new Error(`The policy of the role ${role} of the setup has \${${name}}, and there is ${known}.`);
  });
  return JSON.parse(text);
}
