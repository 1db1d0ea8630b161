import { UserError } from '@actions-aws/action';
import type { Credentials } from '../auth/credentials.ts';
import type { ImageName } from '../image-name.ts';
import { type AuthEntry, type DockerConfig, dockerConfigs } from './config.ts';
import { credentialsOfProgram, type ProgramOptions } from './program.ts';

/** Docker Hub's address in Docker's files, and the hosts that stand for it. Source: https://github.com/docker/cli/blob/master/cli/command/registry/login.go */
const HUB = 'https://index.docker.io/v1/';
const HUB_HOSTS = ['index.docker.io', 'docker.io', 'registry-1.docker.io'];

/**
 * The credentials that `docker login`, or an action that does the same, left for a registry; `undefined` where there are none.
 * Looked for as Docker does it (https://github.com/docker/cli/tree/master/cli/config/credentials): the program for this
 * registry (`credHelpers`), else that for all (`credsStore`), else the file itself.
 *
 * @throws UserError where there are some that cannot be read.
 */
export async function dockerLogin(name: ImageName, options: ProgramOptions): Promise<Credentials | undefined> {
  for (const config of await dockerConfigs(options.env)) {
    const address = addressesOf(name.registry).find((one) => config.helpers.has(one));
    const program = address === undefined ? config.store : (config.helpers.get(address) ?? '');
    if (program !== '') {
      const asked = address ?? (name.registry === 'docker.io' ? HUB : name.registry);
      return credentialsOfProgram(program, asked, config.where, options);
    }
    const key = keyIn(config, name);
    const found = key === undefined ? undefined : credentialsIn(config.auths.get(key), key, config.where);
    if (found) return found;
  }
  return undefined;
}

function addressesOf(registry: string): readonly string[] {
  return registry === 'docker.io' ? [HUB, ...HUB_HOSTS] : [registry];
}

/**
 * The key whose entry is for a repository: the registry's address as it is written today; else in an older form, with a scheme
 * and the version of an API. A longer path is a part of a registry, as Podman writes it
 * (https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md), and comes first where the repository is in it.
 */
function keyIn({ auths }: DockerConfig, { registry, repository }: ImageName): string | undefined {
  const parts = repository.split('/');
  const inside = parts.map((_, index) => `${registry}/${parts.slice(0, parts.length - index).join('/')}`);
  const exact = [...inside, ...addressesOf(registry)].find((key) => auths.has(key));
  if (exact !== undefined) return exact;
  return [...auths.keys()].find((key) => addressesOf(registry).includes(hostOf(key)));
}

/** The host of a key such as `https://host:5000/v2/`; empty for one with a longer path. */
function hostOf(key: string): string {
  const [, host = ''] = /^(?:https?:\/\/)?([^/]+)(?:\/(?:v[12]\/?)?)?$/i.exec(key) ?? [];
  return host.toLowerCase();
}

function credentialsIn(entry: AuthEntry | undefined, key: string, where: string): Credentials | undefined {
  if (!entry) return undefined;
  if (entry.registryToken !== '') return { kind: 'registry token', token: entry.registryToken };
  if (entry.identityToken !== '') return { kind: 'identity token', token: entry.identityToken };
  if (entry.auth !== '') {
    const text = Buffer.from(entry.auth, 'base64').toString().replace(/\0+$/, '');
    const colon = text.indexOf(':');
    if (colon > 0) return { kind: 'login', username: text.slice(0, colon), password: text.slice(colon + 1) };
    throw new UserError(`The credentials for ${key} in ${where} are not in the form that \`docker login\` writes.`, {
      hint: 'Log in again before this step, such as with docker/login-action.',
    });
  }
  if (entry.username === '') return undefined;
  return { kind: 'login', username: entry.username, password: entry.password };
}
