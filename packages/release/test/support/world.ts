import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Git, gitIn, line, withScratchGit } from '../../src/git.ts';
import { githubReleases, type Releases } from '../../src/github/releases.ts';
import { publish, type ReleaseContext } from '../../src/publish.ts';
import { type RemoteRepository, remoteAt } from '../../src/remote.ts';
import type { Build } from '../../src/sources.ts';
import { assembleTree } from '../../src/tree/assemble.ts';
import { writeTree } from '../../src/tree/write.ts';
import { verify } from '../../src/verify.ts';
import { type LocalReleases, startLocalReleases } from './local-releases.ts';
import { SOURCES } from './sources.ts';

/** A repository of a small suite with a bare remote, and GitHub's releases of it. */
export interface World {
  readonly folder: string;
  readonly releases: LocalReleases;
  /** Writes files, commits all, and pushes to a branch of the remote. A file without text is removed. */
  commit(files: Readonly<Record<string, string | undefined>>, branch?: string): Promise<string>;
  /** git in the checkout. */
  git(...args: string[]): Promise<string>;
  /** Every ref of the remote. */
  refs(): Promise<Readonly<Record<string, string>>>;
  /** A run of `publish` on what is checked out. */
  publish(run?: Run): Promise<{ readonly version: string; readonly said: readonly string[] }>;
  verify(tag: string, run?: Run): Promise<{ readonly wrong: readonly string[]; readonly said: readonly string[] }>;
  stop(): Promise<void>;
}

/** What is special about a run. */
export interface Run {
  readonly branch?: string;
  readonly build?: Build;
  readonly expected?: string;
  /** What the remote is called; as the sources say unless given. */
  readonly name?: string;
  /** Around what a run does to others. */
  readonly around?: Around;
}

/** A run's ports, changed. */
export type Around = (ports: Ports) => Ports;

/** What a run does to others. */
export interface Ports {
  readonly remote: RemoteRepository;
  readonly releases: Releases;
}

/** The bundles are part of these sources, so that building them takes no time. */
export const buildSmall: Build = async (folder, out, sbom) => {
  await writeTree(out, await assembleTree(folder));
  if (sbom)
    await writeFile(
      sbom,
      `What ships with ${JSON.parse(await readFile(path.join(folder, 'actions/greet/package.json'), 'utf8')).version}\n`,
    );
};

const manifest = (name: string, version: string) =>
  `${JSON.stringify({ name: `@actions-aws/${name}`, version, private: true }, undefined, 2)}\n`;

/** A changeset for both actions. */
export const changeset = (bump: string, words = 'Something is better.') =>
  `---\n'@actions-aws/greet': ${bump}\n---\n\n${words}\n`;

/** The files of the sources at a version. */
export function sourcesAt(version: string): Readonly<Record<string, string>> {
  return {
    ...SOURCES,
    'package.json': '{ "name": "actions", "private": true, "repository": "github:org/actions" }\n',
    'pnpm-workspace.yaml': 'packages: [actions/*]\n',
    'actions/greet/package.json': manifest('greet', version),
    'actions/part/package.json': manifest('part', version),
    '.changeset/config.json': `${JSON.stringify({
      baseBranch: 'main',
      fixed: [['@actions-aws/*']],
      privatePackages: { version: true, tag: false },
      changelog: '@changesets/changelog-git',
      commit: false,
      format: false,
    })}\n`,
  };
}

/** @param like a world whose repository, remote and releases this one begins with. */
export async function startWorld(like?: World): Promise<World> {
  const folder = await mkdtemp(path.join(tmpdir(), 'world-'));
  const [checkout, bare] = [path.join(folder, 'checkout'), path.join(folder, 'remote.git')];
  const git: Git = gitIn(path.join(checkout, '.git'), {}, checkout);
  const remote = gitIn(bare);
  const refs = async () => {
    const lines = (await line(remote(['for-each-ref', '--format=%(refname) %(objectname)'])))
      .split('\n')
      .filter(Boolean);
    return Object.fromEntries(lines.map((text) => text.replace('refs/', '').split(' ') as [string, string]));
  };
  if (like) {
    await cp(like.folder, folder, { recursive: true });
  } else {
    await gitIn(undefined)(['init', '--quiet', '--bare', '--initial-branch=main', bare]);
    await gitIn(undefined)(['init', '--quiet', '--initial-branch=main', checkout]);
  }
  const tags = async () => new Map(Object.entries(await refs()).map(([name, id]) => [name.replace('tags/', ''), id]));
  const releases = await startLocalReleases('org/actions', tags);
  releases.kept.push(...structuredClone(like?.releases.kept ?? []));

  const said: string[] = [];
  const inContext = <T>(run: Run, work: (context: ReleaseContext) => Promise<T>): Promise<T> =>
    withScratchGit(async (scratchGit, scratch) => {
      said.length = 0;
      await scratchGit(['fetch', '--quiet', '--no-tags', checkout, 'HEAD:refs/release/from']);
      const ports = {
        remote: remoteAt(scratchGit, bare),
        releases: githubReleases({ api: releases.api, repository: 'org/actions', token: 'token' }),
      };
      const { around = (same) => same, branch = 'main', build = buildSmall, expected, name = 'org/actions' } = run;
      const from = await line(scratchGit(['rev-parse', 'refs/release/from']));
      return work({
        git: scratchGit,
        scratch,
        from,
        branch,
        names: [name],
        build,
        say: (text) => said.push(text),
        expected,
        ...around(ports),
      });
    });

  const world: World = {
    folder,
    releases,
    git: (...args) => line(git(['-C', checkout, ...args])),
    async commit(files, branch = 'main') {
      for (const [file, text] of Object.entries(files)) {
        const at = path.join(checkout, file);
        await mkdir(path.dirname(at), { recursive: true });
        await (text === undefined ? rm(at) : writeFile(at, text));
      }
      await world.git('add', '--all', '--force');
      const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
      await line(git(['-C', checkout, ...who, 'commit', '--quiet', '--message=Change']));
      await world.git('push', '--quiet', bare, `HEAD:refs/heads/${branch}`);
      return world.git('rev-parse', 'HEAD');
    },
    refs,
    publish: (run = {}) => inContext(run, async (context) => ({ version: await publish(context), said: [...said] })),
    verify: (tag, run = {}) =>
      inContext(run, async (context) => ({ wrong: await verify(context, tag), said: [...said] })),
    async stop() {
      await releases.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return world;
}
