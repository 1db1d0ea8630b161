import type { Package } from '../result.ts';

/**
 * Types of packages as a purl has them, by the words of the tools: of lockfiles, of languages and of distributions.
 * https://github.com/package-url/purl-spec/blob/main/purl-types-index.json
 */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  npm: ['npm', 'yarn', 'pnpm', 'bun', 'node-pkg', 'nodejs', 'node', 'javascript'],
  pypi: ['pypi', 'pip', 'pipenv', 'poetry', 'uv', 'pylock', 'python', 'python-pkg'],
  golang: ['golang', 'go', 'gomod', 'gomodules', 'gobinary', 'go-module', 'golangdep', 'govendor'],
  maven: ['maven', 'gradle', 'gradle-lockfile', 'pom', 'jar', 'java-archive', 'java', 'sbt', 'sbt-lockfile', 'ivy'],
  gem: ['gem', 'bundler', 'gemspec', 'rubygems', 'ruby'],
  cargo: ['cargo', 'rust', 'rust-crate', 'rust-binary', 'rustbinary'],
  composer: ['composer', 'composer-vendor', 'php-composer', 'php'],
  nuget: ['nuget', 'dotnet', 'dotnet-core', 'packages-props', 'paket'],
  deb: ['deb', 'debian', 'ubuntu', 'echo'],
  rpm: [
    ...['rpm', 'redhat', 'rhel', 'centos', 'rocky', 'alma', 'almalinux', 'fedora', 'amazon', 'oracle', 'suse', 'sles'],
    ...['opensuse', 'opensuse.leap', 'opensuse.tumbleweed', 'opensuse-leap', 'opensuse-tumbleweed', 'slem', 'photon'],
    ...[
      'suse linux enterprise server',
      'suse linux enterprise micro',
      'cbl-mariner',
      'mariner',
      'azurelinux',
      'bottlerocket',
    ],
  ],
  apk: ['apk', 'alpine', 'wolfi', 'chainguard', 'minimos'],
  alpm: ['alpm', 'arch'],
  pub: ['pub', 'dart-pub', 'dart'],
  hex: ['hex', 'mix'],
  swift: ['swift'],
  cocoapods: ['cocoapods', 'pod'],
  conan: ['conan'],
  conda: ['conda', 'conda-pkg', 'conda-environment'],
};

const typeByWord = new Map(
  Object.entries(TYPES).flatMap(([type, words]) => words.map((word) => [word, type] as const)),
);

/** The type that a purl has for what a tool calls so, in any case of letters; absent where it is none that we know. */
export function packageType(word: string): string | undefined {
  return typeByWord.get(word.trim().toLowerCase());
}

/** Whether packages of this type are a distribution's, so that they are an image's or a machine's, and no manifest's. */
export function isDistribution(type: string | undefined): boolean {
  return type === 'deb' || type === 'rpm' || type === 'apk' || type === 'alpm';
}

/** A package, by the name that all tools have for it. */
export function packageNamed(type: string | undefined, name: string, source?: string): Package {
  const same = sameName(type, name);
  return {
    ...(type !== undefined && { type }),
    name: same,
    ...(source !== undefined && source !== '' && source !== same && { source }),
  };
}

/**
 * The package that a purl names, without its version, with the source package that Syft notes in `upstream`; absent where it is no
 * purl. https://github.com/package-url/purl-spec/blob/main/PURL-SPECIFICATION.rst
 */
export function packageInPurl(purl: string): Package | undefined {
  const match = /^pkg:\/*([a-z][a-z0-9.+-]*)\/([^?#]+)(?:\?([^#]*))?(?:#(.*))?/i.exec(purl);
  const [, type, rest, qualifiers, subpath = ''] = match ?? [];
  if (type === undefined || rest === undefined) return undefined;
  const version = rest.lastIndexOf('@');
  const segments = segmentsOf(version > 0 ? rest.slice(0, version) : rest);
  const last = segments.at(-1);
  if (last === undefined) return undefined;
  const lower = type.toLowerCase();
  const upstream = new URLSearchParams(qualifiers ?? '').get('upstream')?.replace(/(?!^)@.*$/, '');
  // The namespace of a distribution's package is the distribution.
  if (isDistribution(lower)) return packageNamed(lower, last, upstream);
  // Of a Go module, Syft wrote there what the module is called behind its third segment, such as `v2`.
  if (lower === 'golang') segments.push(...segmentsOf(subpath));
  return packageNamed(lower, segments.join(lower === 'maven' ? ':' : '/'));
}

function segmentsOf(path: string): string[] {
  return path
    .split('/')
    .filter((one) => one !== '')
    .map(decoded);
}

function sameName(type: string | undefined, name: string): string {
  // https://packaging.python.org/en/latest/specifications/name-normalization/
  if (type === 'pypi') return name.toLowerCase().replace(/[-_.]+/g, '-');
  // https://github.com/package-url/purl-spec/tree/main/types: both "must be lowercased"; some tools do it, and some do not.
  if (type === 'golang' || type === 'composer') return name.toLowerCase();
  return type === 'maven' ? name.replace('/', ':') : name;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
