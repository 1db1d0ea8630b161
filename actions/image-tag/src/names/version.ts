import compareBuild from 'semver/functions/compare-build.js';
import parse from 'semver/functions/parse.js';

/** A version, as https://semver.org has it. */
export interface Version {
  /** `1.2.3`, `1.2.3-rc.1` or `1.2.3+arm`. */
  readonly text: string;
  readonly major: number;
  readonly minor: number;
  readonly isPrerelease: boolean;
}

/** Exactly a version: the parser also takes spaces and signs before it. */
const VERSION = /^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/;

function versionIn(text: string): Version | undefined {
  const read = VERSION.test(text) ? parse(text) : null;
  if (!read) return undefined;
  return { text, major: read.major, minor: read.minor, isPrerelease: read.prerelease.length > 0 };
}

/**
 * The version that a git tag releases: `v1.2.3` or `1.2.3`; of a component also behind its name, as `svc/v1.2.3`, `svc-v1.2.3`
 * or `svc@1.2.3`, and then only so: `v1.2.3` alone, and another component's tags, release nothing of it.
 */
export function versionOfGitTag(tag: string, component: string): Version | undefined {
  if (component === '') return versionIn(tag.replace(/^v/, ''));
  if (!tag.startsWith(component)) return undefined;
  const rest = tag.slice(component.length);
  return /^[/@-]/.test(rest) ? versionIn(rest.slice(1).replace(/^v/, '')) : undefined;
}

/**
 * The name of a version. A tag cannot have a `+`; `_` stands for it, as Helm writes it
 * (https://helm.sh/docs/topics/registries/), and no version has that, so that two versions never share a name.
 */
export function nameOfVersion({ text }: Version): string {
  return text.replace('+', '_');
}

/** The version that a name in the registry stands for. */
export function versionOfName(name: string): Version | undefined {
  return versionIn(name.replace(/^v/, '').replace('_', '+'));
}

/** Below zero when `a` comes before `b`: by number, and of equal ones by what stands behind the `+`. */
export function compareVersions(a: Version, b: Version): number {
  return compareBuild(a.text, b.text);
}

/** The highest of versions that are no prereleases. */
export function highestOf(versions: readonly Version[]): Version | undefined {
  return versions
    .filter(({ isPrerelease }) => !isPrerelease)
    .sort(compareVersions)
    .at(-1);
}
