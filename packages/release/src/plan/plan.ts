import type { Asset, Id, Observed, Plan, Release, Step } from './state.ts';
import { compareVersions, readVersion, type Version, versionOf } from './version.ts';

/**
 * What is left to do until the version of the sources is released: nothing when it is, or when no changeset has asked for one.
 * Asked again after each step, with what is then the case; so a run after a crash, or beside another run, goes on from there.
 */
export function planRelease(observed: Observed): Plan {
  const { sources, built, remote } = observed;
  const version = readVersion(sources.version);
  if (!version) return refusal(`"${sources.version}" is no version.`, 'Versions come from `npx changeset version`.');
  const tag = `v${sources.version}`;
  const release = releaseOf(tag, remote.releases);
  if (sources.version === '0.0.0' && sources.commit === sources.from) return { steps: [] };
  const refused = refusalOf(observed, version, tag, release);
  if (refused) return refused;

  const steps: Step[] = [];
  const tagged = remote.tags.get(tag);
  const published = release && !release.draft;
  // What is published was checked when it was made, and cannot change: the bytes are compared by `verify`.
  if (!built && !published) steps.push({ kind: 'build', sources: sources.commit, version: sources.version });
  if (tagged === undefined) steps.push(pushOf(observed, tag));
  if (!release) steps.push({ kind: 'draft', tag, prerelease: version.prerelease !== undefined });
  if (!published) {
    steps.push(...uploadsOf(tag, built?.assets, release));
    steps.push({ kind: 'publish', tag, latest: isNewest(version, remote.tags, () => true) });
  }
  for (const { id } of surplusOf(observed, tag)) steps.push({ kind: 'discard', tag, draft: id });
  steps.push(...movesOf(version, tag, tagged ?? built?.commit, remote.tags));
  return { steps };
}

/** The one that runs go on with: what is published, else the oldest draft, on which two runs that drafted at once agree. */
export function releaseOf(tag: string, releases: readonly Release[]): Release | undefined {
  const all = releases.filter((one) => one.tag === tag);
  return all.find(({ draft }) => !draft) ?? all[0];
}

/** Drafts of the same release that another run made at the same time. GitHub takes several. */
function surplusOf({ remote: { tags, releases } }: Observed, tag: string): readonly Release[] {
  return otherDrafts(tag, releases).filter(({ target }) => target === tags.get(tag));
}

/** All drafts but that of {@link releaseOf}. */
export function otherDrafts(tag: string, releases: readonly Release[]): readonly Release[] {
  const release = releaseOf(tag, releases);
  return releases.filter((one) => one.tag === tag && one.draft && one !== release);
}

/** The tags that follow a version, the narrower first, so that `v1` never shows what `v1.2` does not. */
export function followersOf(version: Version, tags: ReadonlyMap<string, Id>): readonly string[] {
  if (version.prerelease !== undefined) return [];
  const { major, minor } = version;
  return [
    ...(isNewest(version, tags, (other) => other.major === major && other.minor === minor)
      ? [`v${major}.${minor}`]
      : []),
    ...(isNewest(version, tags, (other) => other.major === major) ? [`v${major}`] : []),
  ];
}

/** A name that may stand for a commit that is not made yet. */
const THE_RELEASE = 'the release commit';

function pushOf({ branch, sources, built, remote }: Observed, tag: string): Step {
  const to = built?.commit ?? THE_RELEASE;
  if (remote.hasSources) return { kind: 'push', tag, to };
  return { kind: 'push', tag, to, branch: { name: branch, to: sources.commit, from: sources.from } };
}

function uploadsOf(tag: string, assets: readonly Asset[] | undefined, release: Release | undefined): Step[] {
  return (assets ?? []).flatMap(({ name, digest }) => {
    const there = release?.assets.find((one) => one.name === name);
    if (there?.state === 'uploaded' && there.digest === digest) return [];
    return [{ kind: 'upload', tag, asset: name, instead: there?.id }];
  });
}

function movesOf(version: Version, tag: string, commit: Id | undefined, tags: ReadonlyMap<string, Id>): Step[] {
  return followersOf(version, tags).flatMap((follower) => {
    const from = tags.get(follower);
    if (commit !== undefined && from === commit) return [];
    return [{ kind: 'move', tag: follower, to: tag, from }];
  });
}

function refusalOf({ branch, built, remote, sources }: Observed, version: Version, tag: string, release?: Release) {
  const tagged = remote.tags.get(tag);
  if (version.major < 1) {
    return refusal(
      `${sources.version} is below 1.0.0, and users write @v1.`,
      'Make one of the changesets `major`: from 0.0.0 only that gives 1.0.0.',
    );
  }
  if (tagged !== undefined && remote.tagIsOfBranch === false) {
    return refusal(
      `The tag ${tag} was not made from ${branch}.`,
      'Find out who made it. A tag is never moved: release another version.',
    );
  }
  if (tagged !== undefined && built && built.commit !== tagged) {
    return refusal(
      `The tag ${tag} exists with other content: it is on ${tagged}, and these sources give ${built.commit}.`,
      `\`npm run release -- verify ${tag}\` says what differs. A tag is never moved: release another version.`,
    );
  }
  if (release && !release.draft && tagged === undefined) {
    return refusal(`${tag} is published, but its tag is gone.`, 'Release another version.');
  }
  if (tagged === undefined && !remote.hasSources && remote.head !== sources.from) {
    return refusal(
      remote.hasFrom ? `${branch} has moved on.` : `${sources.from} is not on ${branch}.`,
      `Run this again on the newest ${branch}.`,
    );
  }
  const newer = newerThan(version, remote.tags);
  if (tagged === undefined && newer) {
    return refusal(
      `${tag} would come after ${newer}.`,
      'An older minor version is continued on a branch of its own, by patches.',
    );
  }
  return followersOf(version, remote.tags)
    .map((follower) => mayNotMove(follower, remote))
    .find(Boolean);
}

/** The version that is in the way of an older one: of its minor version a newer patch, for a new minor version a newer one. */
function newerThan(version: Version, tags: ReadonlyMap<string, Id>): string | undefined {
  const sameLine = (other: Version) =>
    other.major === version.major &&
    (other.minor === version.minor || (version.patch === 0 && other.prerelease === undefined));
  return [...tags.keys()].find((tag) => {
    const other = versionOf(tag);
    return other && sameLine(other) && compareVersions(other, version) > 0;
  });
}

/** Why a tag that moves may not be moved now. */
function mayNotMove(follower: string, { tags, releases }: Observed['remote']): Plan | undefined {
  const from = tags.get(follower);
  if (releases.some(({ tag, draft }) => tag === follower && !draft)) {
    return refusal(
      `${follower} has a GitHub release, which locks it.`,
      'Delete that release: tags that move have none.',
    );
  }
  const known = from === undefined || [...tags].some(([tag, commit]) => commit === from && versionOf(tag));
  if (known) return undefined;
  return refusal(
    `${follower} is on ${from}, which is no release.`,
    'Find out who moved it, and move it to a release first.',
  );
}

function isNewest(version: Version, tags: ReadonlyMap<string, Id>, among: (other: Version) => boolean): boolean {
  if (version.prerelease !== undefined) return false;
  return [...tags.keys()].every((tag) => {
    const other = versionOf(tag);
    return !other || other.prerelease !== undefined || !among(other) || compareVersions(other, version) <= 0;
  });
}

function refusal(refused: string, remedy: string): Plan {
  return { refused, remedy };
}
