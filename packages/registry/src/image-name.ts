import { accepted, type Input, input, type Parsed, refused } from '@actions-aws/action';

/** The name of a repository, without tag or digest. */
export interface ImageName {
  /** The registry's host, in lower case, with the port where one is given; `docker.io` for Docker Hub. */
  readonly registry: string;
  /** The path in it, such as `team/api`; `library/…` for Docker Hub's own images. */
  readonly repository: string;
}

const HUB = 'docker.io';
/** Of the path. Source: https://github.com/distribution/reference/blob/main/reference.go */
const LONGEST_REPOSITORY = 255;

// Source of both: https://github.com/distribution/reference/blob/main/regexp.go
const HOST = /^(?:[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*|\[[a-f\d:]+\])(?::(\d+))?$/;
const COMPONENT = /^[a-z\d]+(?:(?:[._]|__|-+)[a-z\d]+)*$/;

/** The input for the repository of an image. */
export function imageName(): Input<ImageName> {
  return input('name of an image’s repository', parseImageName);
}

/** The name in full, as every tool takes it: `docker.io/library/alpine`. */
export function showImageName({ registry, repository }: ImageName): string {
  return `${registry}/${repository}`;
}

/**
 * Reads the name of a repository as Docker does (https://github.com/distribution/reference/blob/main/normalize.go): a first
 * part with a dot or a colon in it, or `localhost`, is the registry; without one it is Docker Hub's. Where Docker takes what
 * looks like a slip for an unusual name, this refuses: a name that is a host only, and a first part in upper case.
 */
export function parseImageName(text: string): Parsed<ImageName> {
  if (/\s/.test(text)) return refused('must be the name of one repository, without white space');
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text)) {
    return refused(
      'must be the name of a repository, not an address',
      `Write it without \`${text.split('//')[0]}//\`.`,
    );
  }
  const [named = ''] = text.split('@');
  const untagged = named.replace(/:[^/:]*$/, '');
  if (named !== text) return refused('must not have a digest', `Write \`${untagged}\`: the digest is looked up.`);
  const slash = text.indexOf('/');
  if (slash < 0 && isHost(text.replace(/:.*/, ''))) {
    return refused('names a registry, but no repository in it', `Write \`${text}/NAME\`.`);
  }
  if (text.lastIndexOf(':') > slash && !/\]$/.test(text)) {
    return refused('must not have a tag', `Write \`${untagged}\`: tags have inputs of their own.`);
  }
  const first = text.slice(0, Math.max(slash, 0));
  const hasHost = isHost(first);
  const registry = hasHost ? first.toLowerCase() : HUB;
  const path = hasHost ? text.slice(slash + 1) : text;
  return checkedHost(registry) ?? checkedPath(path) ?? accepted(normal(registry, path));
}

function isHost(part: string): boolean {
  return part.toLowerCase() === 'localhost' || /[.:[]/.test(part);
}

function checkedHost(registry: string): Parsed<never> | undefined {
  const [found, port] = HOST.exec(registry) ?? [];
  // What looks like an address in numbers has to be one.
  if (found === undefined || !URL.canParse(`https://${registry.replace(/:\d+$/, '')}`)) {
    return refused('begins with what is no host of a registry', hostRemedy);
  }
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) {
    return refused('has a port that is not from 1 to 65535', hostRemedy);
  }
  return undefined;
}

const hostRemedy = 'A registry is a host with or without a port, such as `registry.example.com:5000`.';

function checkedPath(path: string): Parsed<never> | undefined {
  if (path === '')
    return refused('names a registry, but no repository in it', 'Write the repository behind the slash.');
  if (path !== path.toLowerCase()) {
    return refused('must be in lower case', `Write \`${path.toLowerCase()}\` behind the registry.`);
  }
  const wrong = path.split('/').find((component) => !COMPONENT.test(component));
  if (wrong === '') return refused('has an empty place between slashes, or a slash at its end');
  if (wrong !== undefined) {
    return refused(
      `has the part \`${wrong}\`, which no repository can have`,
      'Each part between slashes is of lower-case letters and digits, with `.`, `_`, `__` or `-` between them.',
    );
  }
  if (path.length > LONGEST_REPOSITORY) return refused(`must have at most ${LONGEST_REPOSITORY} characters`);
  // What Docker takes for the short form of an image's id.
  if (/^[a-f\d]{64}$/.test(path)) return refused('must be a name, and not 64 hexadecimal digits');
  return undefined;
}

function normal(registry: string, path: string): ImageName {
  if (registry !== HUB && registry !== `index.${HUB}`) return { registry, repository: path };
  return { registry: HUB, repository: path.includes('/') ? path : `library/${path}` };
}
