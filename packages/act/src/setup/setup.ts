import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import {
  type FunctionSetup,
  functionOf,
  type RepositorySetup,
  type RoleSetup,
  repositoryOf,
  roleOf,
  type SitesSetup,
  sitesOf,
  type UserSetup,
  userOf,
} from './entries.ts';
import { accountIn, type Place, targetOf } from './place.ts';
import { type ServiceSetup, serviceOf } from './service.ts';

/** What there is before the first run: what infrastructure code and the settings of the repository would have made. */
export interface Setup extends Place {
  /** `OWNER/NAME`. */
  readonly repository: string;
  readonly immutableSubjects: boolean;
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly roles: readonly RoleSetup[];
  readonly functions: readonly FunctionSetup[];
  readonly repositories: readonly RepositorySetup[];
  readonly sites: readonly SitesSetup[];
  readonly services: readonly ServiceSetup[];
  /** Variables that become addresses, by the alias that answers there: `search-api:live`, or an ARN. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly users: readonly UserSetup[];
  /** Programs that something stands in for, since they need the network; steps find them first. */
  readonly programs: readonly string[];
}

const keys = [
  'repository',
  'immutable-subjects',
  'account',
  'region',
  'variables',
  'secrets',
  'roles',
  'functions',
  'repositories',
  'sites',
  'services',
  'addresses',
  'users',
  'programs',
];

/**
 * Reads the setup of a folder; where there is none, an empty cloud and a repository named after the folder.
 *
 * @throws when it is not understood.
 */
export async function readSetup(folder: string, file: string | undefined): Promise<Setup> {
  const unless = path.join(folder, 'act-setup.yml');
  const text = await readFile(file ?? unless, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (file === undefined && error.code === 'ENOENT') return '';
    throw new Error(`--setup ${file ?? unless} cannot be read: ${error.message}`);
  });
  return setupOf(parse(text, { merge: true }), path.basename(folder));
}

/** The setup that a document says. */
export function setupOf(document: unknown, name: string): Setup {
  const given = (document ?? {}) as Record<string, unknown>;
  const unknown = Object.keys(given).filter((key) => !keys.includes(key));
  if (unknown.length > 0) throw new Error(`The setup has ${unknown.join(', ')}, and can have ${keys.join(', ')}.`);
  const repository = String(given.repository ?? `octo/${name}`);
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) throw new Error(`repository: ${repository} is not OWNER/NAME.`);
  const place = {
    account: accountIn(given.account ?? '123456789012', 'account'),
    region: String(given.region ?? 'eu-west-1'),
  };
  const setup: Setup = {
    repository,
    immutableSubjects: given['immutable-subjects'] === true,
    ...place,
    variables: texts(given.variables),
    secrets: texts(given.secrets),
    roles: entries(given.roles).map((each) => roleOf(each, place)),
    functions: entries(given.functions).map((each) => functionOf(each, place)),
    repositories: entries(given.repositories).map((each) => repositoryOf(each, place)),
    sites: entries(given.sites).map((each) => sitesOf(each, place)),
    services: entries(given.services).map((each) => serviceOf(each, place)),
    addresses: texts(given.addresses),
    users: ((given.users ?? []) as unknown[]).map(userOf),
    programs: ((given.programs ?? []) as unknown[]).map(programOf),
  };
  assertWhole(setup);
  return setup;
}

/** @throws where an image or an alias that is named could not be there. */
function assertWhole(setup: Setup): void {
  const images = setup.functions.flatMap((each) => ('image' in each ? [{ ...each, kind: 'function' }] : []));
  for (const { kind, name, account, region, image } of [
    ...images,
    ...setup.services.map((each) => ({ ...each, kind: 'service' })),
  ]) {
    const isThere = (at: RepositorySetup) => at.name === image && at.account === account && at.region === region;
    if (!setup.repositories.some(isThere))
      throw new Error(
        `The ${kind} ${name} of the setup has the image ${image}, and ${account} has no such repository in ${region}.`,
      );
  }
  for (const target of Object.values(setup.addresses)) targetOf(target, setup);
  for (const user of setup.users) if ('invoke' in user) targetOf(user.invoke, setup);
}

function programOf(given: unknown): string {
  const name = String(given);
  if (!/^[\w-]+$/.test(name)) throw new Error(`programs: ${name} of the setup is no name of a program.`);
  return name;
}

function entries(given: unknown): Record<string, unknown>[] {
  return (given ?? []) as Record<string, unknown>[];
}

function texts(given: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries((given ?? {}) as object).map(([name, value]) => [name, String(value)]));
}
