import { cpSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inChromium, openTab, type Tab } from '@actions-aws/testing/browser';
import { parse } from 'yaml';
import type { EndedEvent, EndedRun } from '../src/ended.ts';
import { findAct } from '../src/program.ts';
import { type Session, startSession } from '../src/session.ts';
import { type Setup, setupOf } from '../src/setup/setup.ts';
import { buildTree, ownRepository } from '../src/tree.ts';
import { commitTo } from '../test/support/repositories.ts';
import { rolePolicies } from '../test/support/roles.ts';
import { removeFolders, repositoryOf, scratchFolder } from './support.ts';

afterAll(removeFolders);

const root = path.resolve(import.meta.dirname, '../../..');
const example = path.join(root, 'examples/storefront');

/** The browser of the end-to-end tests, where it is another than the setup has it. */
const browser = process.env.CHROMIUM;

// The last edge host follows a store within a minute, which is an eighth of one here. A clock that is faster still has credentials and
// patience end while a busy machine has hardly begun.
const scale = 8;

/** Until all edge hosts have what was written to a store, in milliseconds of the cloud's clock. */
const SPREAD_MS = 60_000;

/** What of the example's folder is in its repository. */
const tracked = [
  ...['.github', '.gitignore', '.npmrc', 'e2e', 'index.html', 'package-lock.json', 'package.json', 'public', 'src'],
  ...['test', 'vite.config.js'],
];

let folder: string;
let session: Session;
let setup: Setup;

/** The repository of the example, and what its cloud has before the first push. */
beforeAll(async () => {
  folder = repositoryOf({ 'README.md': 'The shelf' });
  const tree = path.join(scratchFolder(), 'tree');
  await buildTree(root, tree);
  const given = parse(readFileSync(path.join(example, 'act-setup.yml'), 'utf8'), { merge: true });
  const variables = { ...given.variables, ...(browser && { BROWSER: browser }) };
  setup = setupOf({ ...given, variables }, 'storefront');
  session = await startSession({
    program: await findAct(process.env),
    folder,
    tree,
    own: [ownRepository],
    setup,
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
  /** What jobs that are red have logged. */
  readonly red: string;
  /** Outputs of a step, by its job and its id. */
  outputs(job: string, id: string): Readonly<Record<string, string>>;
  /** What jobs have logged. */
  log(...jobs: readonly string[]): string;
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
  const log = (...jobs: readonly string[]) =>
    run.record.jobs
      .filter(({ id }) => jobs.includes(id))
      .flatMap(({ steps }) => steps.flatMap((step) => step.log))
      .join('\n');
  return {
    run,
    jobs: Object.fromEntries(run.judged.map(({ id, act }) => [id, act])),
    outputs: (job, id) =>
      run.record.jobs.find((each) => each.id === job)?.steps.find((step) => step.stage === 'Main' && step.id === id)
        ?.outputs ?? {},
    log,
    red: log(...run.judged.filter(({ act }) => act === 'failure').map(({ id }) => id)),
    met: [...new Set(met)],
    pages: [...new Set(visits('/books').map(({ status }) => status))],
  };
}

const minutes = 10 * 60_000;

/** What was promoted, the newest at the end. */
const releases: string[] = [];

/** What the end-to-end tests say when they have passed. */
const TESTED = /A book was bought\.[\s\S]*without a network[\s\S]* serves [0-9a-f]+\./;

/** A push that is staged, tested and promoted. */
async function isPromoted(...layers: readonly string[]): Promise<Happened> {
  change(...layers);
  const happened = await happens('push');
  expect(happened.run.problems).toEqual([]);
  // First, since it says why.
  expect(happened.red).toBe('');
  expect(happened.log('e2e')).toMatch(TESTED);
  expect(happened.jobs).toEqual({ build: 'success', stage: 'success', e2e: 'success', promote: 'success' });
  const release = happened.outputs('stage', 'stage')['release-id'] ?? '';
  expect(happened.outputs('e2e', 'e2e')).toEqual({ 'release-id': release });
  expect(happened.outputs('promote', 'promote')).toMatchObject({ outcome: 'promoted', 'promoted-release': release });
  releases.push(release);
  return happened;
}

/** Where users find the shop. */
const app = () => session.addresses.get('APP_URL') ?? '';

/** The version that a tab shows. */
const versionIn = ({ page }: Tab) => page.textContent('#release');

/** Opens a tab that is used as long as its scripts are there: a book is in its basket, and the checkout not loaded yet. */
async function beginsToBuy({ page }: Tab): Promise<void> {
  await page.getByRole('link', { name: 'See them all' }).click();
  await page.getByRole('button', { name: 'Add Emma' }).click();
}

/** Goes on from there, and tells whether it can be paid with a voucher. */
async function checksOut({ page }: Tab): Promise<boolean> {
  await page.getByRole('button', { name: 'Check out' }).click();
  await page.getByRole('button', { name: 'Order' }).waitFor();
  return page.getByLabel('Voucher').isVisible();
}

test(
  'the first push is staged, tested and promoted, by three roles of which none can do more than its README says',
  async () => {
    const { met } = await isPromoted();
    expect(met).toEqual(['503 of no release', `200 of ${releases[0]}`]);
    const policies = rolePolicies(setup);
    expect(policies).toHaveLength(3);
    for (const { role, given, wanted } of policies) expect({ role, policy: given }).toEqual({ role, policy: wanted });
  },
  minutes,
);

test(
  'the next one follows; no user meets anything but one of the two, and who had the shop open goes on',
  () =>
    inChromium(async (chromium) => {
      const visitor = await chromium.newContext({ serviceWorkers: 'block' });
      const early = await openTab(visitor, app());
      await beginsToBuy(early);
      // Another visitor, whose browser keeps the shop.
      const installed = await chromium.newContext();
      const kept = await openTab(installed, app());
      await kept.page.waitForFunction('navigator.serviceWorker.controller !== null');

      const { met, pages } = await isPromoted('2-vouchers');
      expect(releases[1]).not.toBe(releases[0]);
      expect(met).toEqual([`200 of ${releases[0]}`, `200 of ${releases[1]}`]);
      expect(pages).toEqual([200]);
      await session.cloud.clock.advance(SPREAD_MS);

      // Its checkout is the one of its own release.
      expect([await versionIn(early), await checksOut(early)]).toEqual(['1.0.0', false]);
      const late = await openTab(visitor, app());
      await beginsToBuy(late);
      expect([await versionIn(late), await checksOut(late)]).toEqual(['1.1.0', true]);

      // A worker shows what it keeps, and looks for what is newer meanwhile.
      const seen = [await shownBy(installed)];
      while (seen.at(-1) !== '1.1.0' && seen.length < 20) seen.push(await shownBy(installed));
      expect([...new Set(seen)]).toEqual(['1.0.0', '1.1.0']);
      // It has thrown away what it kept for the tab that is still open.
      await beginsToBuy(kept);
      expect([await versionIn(kept), await checksOut(kept)]).toEqual(['1.0.0', false]);
      expect([early, late, kept].flatMap(({ complaints }) => complaints)).toEqual([]);
    }),
  minutes,
);

/**
 * The version that a new tab of a visitor shows, which stays open for a while: Chromium looks for a newer worker a second after its pages have
 * last asked for something, and where one tab follows another at once it never does.
 */
async function shownBy(visitor: Parameters<typeof openTab>[0]): Promise<string | null> {
  const tab = await openTab(visitor, app());
  const version = await versionIn(tab);
  await tab.page.waitForTimeout(2_000);
  expect(tab.complaints).toEqual([]);
  await tab.page.close();
  return version;
}

test(
  'a page that names a missing script passes the end-to-end tests, and is stopped by the smoke test',
  async () => {
    change('2-vouchers', '3-offers');
    const { run, jobs, outputs, met, log } = await happens('push');
    expect(run.problems).toEqual([]);
    expect(log('build', 'stage', 'e2e')).toMatch(TESTED);
    expect(jobs).toEqual({ build: 'success', stage: 'success', e2e: 'success', promote: 'failure' });
    expect(log('promote')).toContain('/assets/offers-Vq3xTb7L.js');
    expect(outputs('promote', 'promote')).toMatchObject({ outcome: 'rejected', 'promoted-release': '' });
    expect(met).toEqual([`200 of ${releases[1]}`]);
    expect(run.run.conclusion).toBe('failure');
  },
  minutes,
);

test(
  'a person goes back to the release before, although TEST serves a broken candidate',
  async () => {
    const { run, jobs, red, met, pages } = await happens('workflow_dispatch');
    expect(run.problems).toEqual([]);
    expect(red).toBe('');
    expect(jobs).toEqual({ 'roll-back': 'success' });
    expect(met).toEqual([`200 of ${releases[1]}`, `200 of ${releases[0]}`]);
    expect(pages).toEqual([200]);
  },
  minutes,
);
