export type { Age } from './age.ts';
export { type MovingTag, movingTags } from './moving-tags.ts';
export { nameIn, type Template, tagged } from './template.ts';
export { byRevision, byVersion, type Facts, forReleases, type Right, rightTo, type Verdict } from './verdict.ts';
export { compareVersions, highestOf, nameOfVersion, type Version, versionOf, versionOfName } from './version.ts';
export type { Wish } from './wish.ts';
