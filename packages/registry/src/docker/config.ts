import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '@actions-aws/action';
import { isObject } from '../manifests/descriptor.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What Docker's configuration says about credentials. Source: https://docs.docker.com/reference/cli/docker/#docker-cli-configuration-file-configjson-properties */
export interface DockerConfig {
  /** Where it stands, for messages. */
  readonly where: string;
  /** Entries by the address of their registry. */
  readonly auths: ReadonlyMap<string, AuthEntry>;
  /** Programs that keep the credentials of single registries, by their address. */
  readonly helpers: ReadonlyMap<string, string>;
  /** The program for all others; empty where there is none. */
  readonly store: string;
}

/** Credentials as Docker writes them. */
export interface AuthEntry {
  /** Base64 of user, colon, password. */
  readonly auth: string;
  readonly username: string;
  readonly password: string;
  readonly identityToken: string;
  readonly registryToken: string;
}

/**
 * Docker's configurations, those that count more first: what the variable `DOCKER_AUTH_CONFIG` holds
 * (https://github.com/docker/cli/blob/master/cli/config/configfile/file.go), then the file `config.json` in `DOCKER_CONFIG`,
 * else in `.docker` at home.
 *
 * @throws UserError for one that cannot be read: who logged in meant it to count.
 */
export async function dockerConfigs(env: Env): Promise<readonly DockerConfig[]> {
  const given = env.DOCKER_AUTH_CONFIG ?? '';
  const fromEnv =
    given === '' ? [] : [{ ...configIn(given, 'the variable DOCKER_AUTH_CONFIG'), helpers: new Map(), store: '' }];
  const file = fileIn(env);
  if (file === undefined) return fromEnv;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return fromEnv;
    throw new UserError(`Docker's configuration ${file} cannot be read: ${(error as Error).message}`, {
      hint: 'Give the file to the user of the runner, or have DOCKER_CONFIG name another folder.',
      cause: error,
    });
  }
  return [...fromEnv, configIn(text, file)];
}

function fileIn(env: Env): string | undefined {
  if (env.DOCKER_CONFIG) return path.join(env.DOCKER_CONFIG, 'config.json');
  const home = process.platform === 'win32' ? env.USERPROFILE : env.HOME;
  return home ? path.join(home, '.docker', 'config.json') : undefined;
}

function configIn(text: string, where: string): DockerConfig {
  let document: unknown;
  try {
    document = JSON.parse(text.trim() === '' ? '{}' : text);
  } catch {
    // The message of the parser would quote it, secrets included.
  }
  if (!isObject(document)) {
    throw new UserError(`Docker's configuration, ${where}, is not a JSON object.`, {
      hint: 'Log in again before this step, such as with docker/login-action.',
    });
  }
  return {
    where,
    auths: new Map(
      Object.entries(isObject(document.auths) ? document.auths : {}).map(([key, one]) => [key, entryIn(one)]),
    ),
    helpers: new Map(
      Object.entries(isObject(document.credHelpers) ? document.credHelpers : {}).map(([key, one]) => [
        key,
        textIn(one),
      ]),
    ),
    store: textIn(document.credsStore),
  };
}

function entryIn(value: unknown): AuthEntry {
  const entry = isObject(value) ? value : {};
  return {
    auth: textIn(entry.auth),
    username: textIn(entry.username),
    password: textIn(entry.password),
    identityToken: textIn(entry.identitytoken),
    registryToken: textIn(entry.registrytoken),
  };
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
