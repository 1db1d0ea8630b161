import { nameOf, placeOf, text } from './names.ts';
import { accountIn, type Place } from './place.ts';

/** A role that workflows may have. */
export interface RoleSetup {
  readonly name: string;
  readonly account: string;
  readonly trust: unknown;
  readonly policy?: unknown;
  readonly 'max-session-duration'?: number;
}

/** A function, with code that is never meant for users. */
export type FunctionSetup = Place & {
  readonly name: string;
  readonly memory: number;
  readonly timeout: number;
  /** An alias that points to the first version, as infrastructure code would make it. */
  readonly alias?: string;
  /** The name of an alarm on the errors of the alias. */
  readonly alarm?: string;
} & (ZipSetup | ImageSetup);

/** How a function of a zip starts. */
export interface ZipSetup {
  readonly handler: string;
  readonly runtime: string;
}

/** How a function of an image does. */
export interface ImageSetup {
  /** A repository of the setup, of the function's account and region. */
  readonly image: string;
  /** What the image is started with: `ImageConfig.Command`, the handler. */
  readonly command: string;
}

/** A repository of images, in ECR. */
export interface RepositorySetup extends Place {
  readonly name: string;
  /** Which tags may move, as ECR has it: `MUTABLE`, `IMMUTABLE`, and each `_WITH_EXCLUSION`. */
  readonly mutability: string;
  /** Patterns of tags for which it is the other way round. */
  readonly exclusions: readonly string[];
  /** Who of other accounts gets in, as ECR has it. */
  readonly policy?: unknown;
}

const pointers = ['origin-path', 'key-value-store'] as const;

/** What says which release a site serves, as the actions call it. */
export type SitePointer = (typeof pointers)[number];

/** A bucket and the two sites on it, TEST and APP, as CloudFront has them. */
export interface SitesSetup extends Place {
  readonly bucket: string;
  /** Where the pointers of both stand. */
  readonly pointer: SitePointer;
  /** What the variables of a site begin with: of `TEST` they are `TEST_DISTRIBUTION` and `TEST_URL`. */
  readonly test: string;
  readonly app: string;
}

/** Users of one kind, who ask again and again while the workflows run: at an address, or by invoking an alias. */
export type UserSetup =
  /** Such as `API_URL /api/v1/search?q=whale`. */
  | { readonly get: string }
  /** Such as `search-indexer:live`, or an ARN. */
  | { readonly invoke: string; readonly payload: unknown };

type Given = Readonly<Record<string, unknown>>;

/** @throws where it is not understood; so do the others. */
export function roleOf(given: Given, { account }: Place): RoleSetup {
  const name = nameOf(given, 'role', ['name', 'trust', 'policy', 'max-session-duration', 'account']);
  if (given.trust === undefined)
    throw new Error(`The role ${name} of the setup has no trust, so that no job could have it.`);
  const own = accountIn(given.account ?? account, `account of the role ${name}`);
  return { ...given, name, account: own, trust: given.trust };
}

const ofAll = ['memory', 'timeout', 'alias', 'alarm', 'account', 'region'];

/** A function of a zip, unless it has `image`. */
export function functionOf(given: Given, place: Place): FunctionSetup {
  const keys = given.image === undefined ? ['handler', 'runtime'] : ['image', 'command'];
  const name = nameOf(given, 'function', ['name', ...keys, ...ofAll]);
  const { alias, alarm } = given;
  const common = {
    name,
    ...placeOf(given, place, `the function ${name}`),
    memory: Number(given.memory ?? 128),
    // Generous, since the clock runs faster than a busy machine can start code.
    timeout: Number(given.timeout ?? 60),
    ...(alias !== undefined && { alias: String(alias) }),
    ...(alarm !== undefined && { alarm: String(alarm) }),
  };
  if (given.image === undefined) {
    return { ...common, handler: text(given.handler, 'index.handler'), runtime: text(given.runtime, 'nodejs24.x') };
  }
  const command = text(given.command, '');
  if (!/^[\w-]+\.\w+$/.test(command))
    throw new Error(`The function ${name} of the setup has an image, and no command such as module.handler.`);
  return { ...common, image: String(given.image), command };
}

/** A repository of ECR. */
export function repositoryOf(given: Given, place: Place): RepositorySetup {
  const name = nameOf(given, 'repository', ['name', 'mutability', 'exclusions', 'policy', 'account', 'region']);
  const { policy, exclusions = [] } = given;
  return {
    name,
    ...placeOf(given, place, `the repository ${name}`),
    mutability: text(given.mutability, 'MUTABLE'),
    exclusions: (exclusions as unknown[]).map(String),
    ...(policy !== undefined && { policy }),
  };
}

/** A bucket with its sites. */
export function sitesOf(given: Given, place: Place): SitesSetup {
  const bucket = nameOf(given, 'bucket', ['bucket', 'pointer', 'test', 'app', 'account', 'region']);
  const wanted = text(given.pointer, 'origin-path');
  const pointer = pointers.find((each) => each === wanted);
  if (!pointer)
    throw new Error(`pointer of the bucket ${bucket} of the setup is ${wanted}, and can be ${pointers.join(' or ')}.`);
  const prefix = (site: 'test' | 'app') => {
    const text = String(given[site] ?? site.toUpperCase());
    if (/^[A-Z][A-Z0-9_]*$/.test(text)) return text;
    throw new Error(`${site} of the bucket ${bucket} of the setup: ${text} cannot begin the name of a variable.`);
  };
  const own = placeOf(given, place, `the bucket ${bucket}`);
  return { bucket, ...own, pointer, test: prefix('test'), app: prefix('app') };
}

/** A kind of users. */
export function userOf(given: unknown): UserSetup {
  const { get, invoke, payload = {} } = (given ?? {}) as { get?: unknown; invoke?: unknown; payload?: unknown };
  if (typeof get === 'string' && invoke === undefined) return { get };
  if (typeof invoke === 'string' && get === undefined) return { invoke, payload };
  throw new Error(`users: ${JSON.stringify(given)} has to have get, or invoke and payload.`);
}
