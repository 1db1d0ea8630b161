/** A version at the end of a tag: `v1.2.3`, `api/v1.2.3-rc.1`, `web@1.2`. */
const VERSION = /^(?<prefix>.*?)v?\d+(?:\.\d+)*(?<prerelease>-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

/**
 * Which tags a tag can come after, where the user names no pattern. Those with the same text before their version, so that the
 * releases of one component do not end at another's; and after a release no prerelease, since its users come from the release
 * before. A tag without a version comes after those without one.
 */
export function comesAfter(tag: string): (other: string) => boolean {
  const own = VERSION.exec(tag)?.groups;
  if (!own) return (other) => VERSION.exec(other) === null && folderOf(other) === folderOf(tag);
  const isRelease = own.prerelease === undefined;
  return (other) => {
    const its = VERSION.exec(other)?.groups;
    return its !== undefined && its.prefix === own.prefix && !(isRelease && its.prerelease !== undefined);
  };
}

function folderOf(tag: string): string {
  return tag.slice(0, tag.lastIndexOf('/') + 1);
}
