import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';

/** What there is before the first run: what infrastructure code and the settings of the repository would have made. */
export interface Setup {
  /** `OWNER/NAME`. */
  readonly repository: string;
  readonly immutableSubjects: boolean;
  readonly account: string;
  readonly region: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly roles: readonly RoleSetup[];
  readonly functions: readonly FunctionSetup[];
  readonly repositories: readonly RepositorySetup[];
  /** Variables that become addresses, by the alias that answers there, such as `search-api:live`. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly users: readonly UserSetup[];
}

/** Users of one kind, who ask again and again while the workflows run: at an address, or by invoking an alias. */
export type UserSetup =
  /** Such as `API_URL /api/v1/search?q=whale`. */
  | { readonly get: string }
  /** Such as `search-indexer:live`. */
  | { readonly invoke: string; readonly payload: unknown };

/** A role that workflows may have. */
export interface RoleSetup {
  readonly name: string;
  readonly trust: unknown;
  readonly policy?: unknown;
  readonly 'max-session-duration'?: number;
}

/** A function, with code that is never meant for users. */
export interface FunctionSetup {
  readonly name: string;
  readonly handler: string;
  readonly runtime: string;
  readonly memory: number;
  readonly timeout: number;
  /** An alias that points to the first version, as infrastructure code would make it. */
  readonly alias?: string;
  /** The name of an alarm on the errors of the alias. */
  readonly alarm?: string;
}

/** A repository of images, in ECR. */
export interface RepositorySetup {
  readonly name: string;
  /** Which tags may move, as ECR has it: `MUTABLE`, `IMMUTABLE`, and each `_WITH_EXCLUSION`. */
  readonly mutability: string;
  /** Patterns of tags for which it is the other way round. */
  readonly exclusions: readonly string[];
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
  'addresses',
  'users',
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
  const account = String(given.account ?? '123456789012');
  if (!/^\d{12}$/.test(account)) throw new Error(`account: ${account} has to have twelve digits, in quotes.`);
  return {
    repository,
    immutableSubjects: given['immutable-subjects'] === true,
    account,
    region: String(given.region ?? 'eu-west-1'),
    variables: texts(given.variables),
    secrets: texts(given.secrets),
    roles: ((given.roles ?? []) as Partial<RoleSetup>[]).map(roleOf),
    functions: ((given.functions ?? []) as Partial<FunctionSetup>[]).map(functionOf),
    repositories: ((given.repositories ?? []) as Partial<RepositorySetup>[]).map(repositoryOf),
    addresses: texts(given.addresses),
    users: ((given.users ?? []) as unknown[]).map(userOf),
  };
}

function roleOf(given: Partial<RoleSetup>): RoleSetup {
  const { name, trust } = given;
  if (!name) throw new Error('A role of the setup has no name.');
  onlyKnown(given, ['name', 'trust', 'policy', 'max-session-duration'], `The role ${name}`);
  if (trust === undefined) throw new Error(`The role ${name} of the setup has no trust, so that no job could have it.`);
  return { ...given, name, trust };
}

/** A key that is not known says something that would not hold: a policy, misspelt, would not be enforced. */
function onlyKnown(given: object, known: readonly string[], what: string): void {
  const unknown = Object.keys(given).filter((key) => !known.includes(key));
  if (unknown.length > 0)
    throw new Error(`${what} of the setup has ${unknown.join(', ')}, and can have ${known.join(', ')}.`);
}

function userOf(given: unknown): UserSetup {
  const { get, invoke, payload = {} } = (given ?? {}) as { get?: unknown; invoke?: unknown; payload?: unknown };
  if (typeof get === 'string' && invoke === undefined) return { get };
  if (typeof invoke === 'string' && get === undefined) return { invoke, payload };
  throw new Error(`users: ${JSON.stringify(given)} has to have get, or invoke and payload.`);
}

function functionOf({ name, ...given }: Partial<FunctionSetup>): FunctionSetup {
  if (!name) throw new Error('A function of the setup has no name.');
  onlyKnown(given, ['name', 'handler', 'runtime', 'memory', 'timeout', 'alias', 'alarm'], `The function ${name}`);
  return {
    name,
    handler: given.handler ?? 'index.handler',
    runtime: given.runtime ?? 'nodejs24.x',
    memory: given.memory ?? 128,
    // Generous, since the clock runs faster than a busy machine can start code.
    timeout: given.timeout ?? 60,
    ...(given.alias && { alias: given.alias }),
    ...(given.alarm && { alarm: given.alarm }),
  };
}

function repositoryOf(given: Partial<RepositorySetup>): RepositorySetup {
  const { name, mutability = 'MUTABLE', exclusions = [] } = given;
  if (!name) throw new Error('A repository of the setup has no name.');
  onlyKnown(given, ['name', 'mutability', 'exclusions'], `The repository ${name}`);
  return { name, mutability, exclusions: exclusions.map(String) };
}

function texts(given: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries((given ?? {}) as object).map(([name, value]) => [name, String(value)]));
}
