import { createHash } from 'node:crypto';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Git, line } from './git.ts';
import { releaseNotes } from './github/notes.ts';
import type { Releases } from './github/releases.ts';
import { type History, historyOf } from './history.ts';
import { namedRepositories, strangerRefusal } from './names.ts';
import { describePlan, describeStep } from './plan/describe.ts';
import { otherDrafts, planRelease, releaseOf } from './plan/plan.ts';
import type { Asset, Id, Observed, Plan, Refusal, Sources, Step } from './plan/state.ts';
import type { RemoteRepository, Update } from './remote.ts';
import { type Build, buildSources, releaseCommit, versionAt, versionCommit, waitingChangesets } from './sources.ts';

/** What a release is made with. */
export interface ReleaseContext {
  readonly git: Git;
  /** Folder for checkouts. */
  readonly scratch: string;
  /** The commit that is asked for, which `git` has. */
  readonly from: Id;
  readonly branch: string;
  readonly remote: RemoteRepository;
  /** What the remote is called, as far as that is known: `owner/name`. */
  readonly names: readonly string[];
  readonly releases: Releases;
  readonly build: Build;
  /** Id of the tree that other machines have built; nothing to take what this one builds. */
  readonly expected?: Id | undefined;
  readonly say: (line: string) => void;
}

/** A refusal of the plan: nothing was done after it was found. */
export class Refused extends Error {}

/** What there is to do, without doing it. */
export async function planOf(context: ReleaseContext): Promise<Plan> {
  const stranger = await strangerOf(context);
  if (stranger) return stranger;
  const kept: Kept = { versioned: await versionedSources(context), history: historyOf(context.git) };
  return planRelease(await observe(context, kept));
}

/**
 * Does the plan's first step, looks, and plans again, until nothing is left. A run that was killed at any point is finished by
 * another; of two at once each finds what the other has done.
 *
 * @returns the version, released now or before.
 * @throws {@link Refused} when the plan refuses, or an error of git, of GitHub or of the build.
 */
export async function publish(context: ReleaseContext): Promise<string> {
  const { say } = context;
  const stranger = await strangerOf(context);
  if (stranger) throw new Refused(`${stranger.refused}\n${stranger.remedy}`);
  const kept: Kept = { versioned: await versionedSources(context), history: historyOf(context.git) };
  let shown = false;
  for (let losses = 0; ; ) {
    const observed = await observe(context, kept);
    const plan = planRelease(observed);
    if ('refused' in plan) throw new Refused(`${plan.refused}\n${plan.remedy}`);
    if (!shown) for (const one of describePlan(plan)) say(one);
    shown = true;
    const [step] = plan.steps;
    if (!step) {
      const { version } = observed.sources;
      for (const { target } of otherDrafts(`v${version}`, observed.remote.releases))
        say(`There is another draft of v${version}, for ${target}, which no run of this made; it is left as it is.`);
      return version;
    }
    say(`${describeStep(step)} …`);
    if (await applied(context, kept, observed, step)) continue;
    losses += 1;
    say('Another run was faster. Looking again.');
    if (losses === PATIENCE) throw new Refused('Other runs keep being faster.\nRun this again when they have ended.');
  }
}

/** Lost races in one run; each means that another run went on. */
const PATIENCE = 5;

/** What this run has made and still knows. */
interface Kept {
  readonly versioned: Sources;
  readonly history: History;
  built?: { readonly sources: Id; readonly commit: Id; readonly sbom: Buffer };
}

const SBOM = 'sbom.cdx.json';

/** Asked before all: no answer of the remote changes it. */
async function strangerOf({ git, from, names }: ReleaseContext): Promise<Refusal | undefined> {
  return strangerRefusal(await namedRepositories(git, from), names);
}

async function versionedSources({ git, from, scratch }: ReleaseContext): Promise<Sources> {
  const waiting = await waitingChangesets(git, from);
  const commit = waiting.length > 0 ? await versionCommit(git, from, scratch) : from;
  return { commit, from, version: await versionAt(git, commit) };
}

async function observe(
  { branch, remote, releases }: ReleaseContext,
  { versioned, history, built }: Kept,
): Promise<Observed> {
  const refs = await remote.read();
  const head = refs.branches.get(branch);
  const tagged = refs.tags.get(`v${versioned.version}`);
  const parent = tagged === undefined ? undefined : await history.onlyParent(tagged);
  const tagIsOfBranch = parent !== undefined && (await history.isAncestor(parent, head));
  // Where a release was begun, it is that one that is finished, although the branch may have more by now.
  const sources = parent !== undefined && tagIsOfBranch ? { ...versioned, commit: parent } : versioned;
  return {
    branch,
    sources,
    ...(built?.sources === sources.commit ? { built: { commit: built.commit, assets: [assetOf(built.sbom)] } } : {}),
    remote: {
      head,
      hasSources: await history.isAncestor(sources.commit, head),
      hasFrom: await history.isAncestor(sources.from, head),
      tags: refs.tags,
      ...(tagged === undefined ? {} : { tagIsOfBranch }),
      releases: await releases.list(),
    },
  };
}

/**
 * @returns false when another run was faster.
 * @throws what went wrong, when the step is still the one to do: it was no race.
 */
async function applied(context: ReleaseContext, kept: Kept, observed: Observed, step: Step): Promise<boolean> {
  try {
    return await apply(context, kept, observed, step);
  } catch (error) {
    const now = await observe(context, kept).catch(() => {
      throw error;
    });
    const plan = planRelease(now);
    if (error instanceof Refused || ('steps' in plan && isDeepStrictEqual(plan.steps[0], step))) throw error;
    return false;
  }
}

/** @returns false when another run was faster, and nothing was done. */
async function apply(context: ReleaseContext, kept: Kept, observed: Observed, step: Step): Promise<boolean> {
  const { git, scratch, build, remote, releases } = context;
  const { tags, releases: listed } = observed.remote;
  const idOf = (tag: string) => releaseOf(tag, listed)?.id ?? 0;
  switch (step.kind) {
    case 'build': {
      const { files, sbom = Buffer.alloc(0) } = await buildSources(git, step.sources, scratch, build, true);
      const { commit, tree } = await releaseCommit(git, step.sources, step.version, files);
      if (context.expected !== undefined && context.expected !== tree) {
        throw new Refused(
          `These sources give the tree ${tree} here, and not ${context.expected}.\nFind out which machine differs.`,
        );
      }
      kept.built = { sources: step.sources, commit, sbom };
      return true;
    }
    case 'push': {
      const { tag, to, branch } = step;
      const tagging: Update = { ref: `refs/tags/${tag}`, to, from: undefined };
      return remote.push(branch ? [{ ...branch, ref: `refs/heads/${branch.name}` }, tagging] : [tagging]);
    }
    case 'draft': {
      const commit = tags.get(step.tag) ?? '';
      const { version } = observed.sources;
      const notes = releaseNotes(await changelogs(git, observed.sources.commit), { version, commit });
      await releases.draft({ tag: step.tag, commit, notes, prerelease: step.prerelease });
      return true;
    }
    case 'upload':
      if (step.instead !== undefined) await releases.remove(step.instead);
      await releases.upload(idOf(step.tag), step.asset, kept.built?.sbom ?? Buffer.alloc(0));
      return true;
    case 'publish':
      await releases.publish(idOf(step.tag), step.latest);
      return true;
    case 'discard':
      await releases.discard(step.draft);
      return true;
    case 'move':
      return remote.push([{ ref: `refs/tags/${step.tag}`, to: tags.get(step.to) ?? '', from: step.from }]);
  }
}

async function changelogs(git: Git, commit: Id) {
  const files = (await line(git(['ls-tree', '-r', '--name-only', commit, 'actions/']))).split('\n');
  const changed = files.filter((file) => /^actions\/[^/]+\/CHANGELOG\.md$/.test(file));
  return Promise.all(
    changed.map(async (file) => ({
      action: path.posix.basename(path.posix.dirname(file)),
      text: (await git(['show', `${commit}:${file}`])).toString('utf8'),
    })),
  );
}

function assetOf(sbom: Buffer): Asset {
  return { name: SBOM, digest: `sha256:${createHash('sha256').update(sbom).digest('hex')}` };
}
