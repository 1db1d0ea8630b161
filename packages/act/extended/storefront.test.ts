import { cpSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { EndedEvent, EndedRun } from '../src/ended.ts';
import { findAct } from '../src/program.ts';
import { type Session, startSession } from '../src/session.ts';
import { setupOf } from '../src/setup/setup.ts';
import { buildTree, ownRepository } from '../src/tree.ts';
import { commitTo } from '../test/support/repositories.ts';
import { repositoryOf, scratchFolder } from './support.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const example = path.join(root, 'examples/storefront');

// A configuration takes CloudFront five minutes, which are a quarter of one here.
const scale = 20;

const tracked = ['.github', 'build.mjs', 'e2e', 'package.json', 'site', 'test'];

let folder: string;
let session: Session;

/** The repository of the example, and what its cloud has before the first push. */
beforeAll(async () => {
  folder = repositoryOf({ 'README.md': 'The shelf' });
  const tree = path.join(scratchFolder(), 'tree');
  await buildTree(root, tree);
  session = await startSession({
    program: await findAct(process.env),
    folder,
    tree,
    own: [ownRepository],
    setup: setupOf(parse(readFileSync(path.join(example, 'act-setup.yml'), 'utf8'), { merge: true }), 'storefront'),
    standInsFolder: path.join(root, 'examples/stand-ins'),
    nodeFolder: path.dirname(process.execPath),
    scale,
    signal: new AbortController().signal,
    hears: { fact() {}, begins() {}, line() {} },
  });
}, 120_000);

afterAll(async () => {
  await session?.stop();
});

/** A commit on top of what is there: layers of the example's `commits`. */
function change(...layers: readonly string[]): void {
  for (const name of tracked) {
    rmSync(path.join(folder, name), { recursive: true, force: true });
    cpSync(path.join(example, name), path.join(folder, name), { recursive: true });
  }
  for (const layer of layers) cpSync(path.join(example, 'commits', layer), folder, { recursive: true });
  commitTo(folder, {});
}

interface Happened {
  readonly run: EndedRun;
  /** What each job came to. */
  readonly jobs: Readonly<Record<string, string>>;
  /** Outputs of a step, by its job and its id. */
  outputs(job: string, id: string): Readonly<Record<string, string>>;
  /** Status and release of what users of APP met, in order and each once. */
  readonly met: readonly string[];
  /** Statuses of the page that users opened meanwhile, each once. */
  readonly pages: readonly number[];
}

async function happens(name: string): Promise<Happened> {
  const from = session.users.visits.length;
  return described(await session.happens({ name, actor: 'mona', inputs: {} }, []), from);
}

function described({ refused, runs: [run] }: EndedEvent, from: number): Happened {
  expect(refused).toEqual([]);
  if (!run) throw new Error('no run was started');
  const visits = (asked: string) => session.users.visits.slice(from).filter((visit) => visit.asked.endsWith(asked));
  const met = visits('/.well-known/release').map(({ status, version }) => `${status} of ${version || 'no release'}`);
  return {
    run,
    jobs: Object.fromEntries(run.judged.map(({ id, act }) => [id, act])),
    outputs: (job, id) =>
      run.record.jobs.find((each) => each.id === job)?.steps.find((step) => step.stage === 'Main' && step.id === id)
        ?.outputs ?? {},
    met: [...new Set(met)],
    pages: [...new Set(visits('/books.html').map(({ status }) => status))],
  };
}

const minutes = 10 * 60_000;

/** What was promoted, the newest at the end. */
const releases: string[] = [];

/** A push that is staged, tested and promoted. */
async function isPromoted(...layers: readonly string[]): Promise<Happened> {
  change(...layers);
  const happened = await happens('push');
  expect(happened.run.problems).toEqual([]);
  expect(happened.jobs).toEqual({ build: 'success', stage: 'success', e2e: 'success', promote: 'success' });
  const release = happened.outputs('stage', 'stage')['release-id'] ?? '';
  expect(happened.outputs('e2e', 'e2e')).toEqual({ 'release-id': release });
  expect(happened.outputs('promote', 'promote')).toMatchObject({ outcome: 'promoted', 'promoted-release': release });
  releases.push(release);
  return happened;
}

test(
  'the first push is staged, tested and promoted, by three roles of which none can do more than its README says',
  async () => {
    const { met } = await isPromoted();
    expect(met).toEqual(['403 of no release', `200 of ${releases[0]}`]);
  },
  minutes,
);

test(
  'the next one follows, and no user meets anything but one of the two',
  async () => {
    const { met, pages } = await isPromoted('2-vouchers');
    expect(releases[1]).not.toBe(releases[0]);
    expect(met).toEqual([`200 of ${releases[0]}`, `200 of ${releases[1]}`]);
    expect(pages).toEqual([200]);
  },
  minutes,
);

test(
  'a page that names a missing script passes the end-to-end tests, and is stopped by the smoke test',
  async () => {
    change('2-vouchers', '3-offers');
    const { run, jobs, outputs, met } = await happens('push');
    expect(run.problems).toEqual([]);
    expect(jobs).toEqual({ build: 'success', stage: 'success', e2e: 'success', promote: 'failure' });
    expect(outputs('promote', 'promote')).toMatchObject({ outcome: 'rejected', 'promoted-release': '' });
    expect(met).toEqual([`200 of ${releases[1]}`]);
    expect(run.run.conclusion).toBe('failure');
  },
  minutes,
);

test(
  'a person goes back to the release before, although TEST serves a broken candidate',
  async () => {
    const { run, jobs, met, pages } = await happens('workflow_dispatch');
    expect(run.problems).toEqual([]);
    expect(jobs).toEqual({ 'roll-back': 'success' });
    expect(met).toEqual([`200 of ${releases[1]}`, `200 of ${releases[0]}`]);
    expect(pages).toEqual([200]);
  },
  minutes,
);
