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

/** The version that a text is, letter by letter; undefined of any other text, such as `v1.2.3` or `1.2`. */
export function versionOf(text: string): Version | undefined {
  const read = VERSION.test(text) ? parse(text) : null;
  if (!read) return undefined;
  return { text, major: read.major, minor: read.minor, isPrerelease: read.prerelease.length > 0 };
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
  return versionOf(name.replace(/^v/, '').replace('_', '+'));
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
