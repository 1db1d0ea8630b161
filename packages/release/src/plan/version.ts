/** A version of the suite: three numbers, and for a prerelease what follows them, such as `rc.0`. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly prerelease?: string;
}

const form = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?$/;

/** `1.2.3` or `1.2.3-rc.0`; nothing for any other form. Build metadata is none of ours. */
export function readVersion(text: string): Version | undefined {
  const [, major, minor, patch, prerelease] = form.exec(text) ?? [];
  if (major === undefined) return undefined;
  const numbers = { major: Number(major), minor: Number(minor), patch: Number(patch) };
  return prerelease === undefined ? numbers : { ...numbers, prerelease };
}

/** The version that a tag such as `v1.2.3` is of; nothing for `v1`, `v1.2` and other names. */
export function versionOf(tag: string): Version | undefined {
  return tag.startsWith('v') ? readVersion(tag.slice(1)) : undefined;
}

/** Below zero when `a` comes before `b`: https://semver.org/#spec-item-11 */
export function compareVersions(a: Version, b: Version): number {
  const numbers = a.major - b.major || a.minor - b.minor || a.patch - b.patch;
  if (numbers !== 0 || a.prerelease === b.prerelease) return numbers;
  if (a.prerelease === undefined) return 1;
  if (b.prerelease === undefined) return -1;
  const [left, right] = [a.prerelease.split('.'), b.prerelease.split('.')];
  for (const [i, one] of left.entries()) {
    const other = right[i];
    if (other === undefined) return 1;
    if (one !== other) return compareIdentifiers(one, other);
  }
  return -1;
}

function compareIdentifiers(a: string, b: string): number {
  const [isNumber, otherIsNumber] = [a, b].map((text) => /^\d+$/.test(text));
  if (isNumber && otherIsNumber) return Number(a) - Number(b);
  if (isNumber !== otherIsNumber) return isNumber ? -1 : 1;
  return a < b ? -1 : 1;
}
