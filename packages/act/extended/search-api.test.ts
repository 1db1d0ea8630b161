import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Run } from '@actions-aws/local-github';
import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { parse } from 'yaml';
import { clientsOf } from '../src/cloud/clients.ts';
import type { EndedEvent, EndedRun } from '../src/ended.ts';
import { findAct } from '../src/program.ts';
import { type Session, startSession } from '../src/session.ts';
import { setupOf } from '../src/setup/setup.ts';
import { buildTree, ownRepository } from '../src/tree.ts';
import { commitTo } from '../test/support/repositories.ts';
import { removeFolders, repositoryOf, scratchFolder } from './support.ts';

afterAll(removeFolders);

const root = path.resolve(import.meta.dirname, '../../..');
const example = path.join(root, 'examples/search-api');

// Fifteen times: a canary of nineteen minutes takes little more than one, and what an action gives ten seconds for has two thirds of one.
const scale = 15;

let scratch: string;
let folder: string;
let session: Session;
/** Called when a run begins: by then the folder has been copied. */
let began = () => {};

/** The repository of the example, and what its cloud has before the first push. */
beforeAll(async () => {
  scratch = scratchFolder();
  folder = repositoryOf({ 'README.md': 'The shelf' });
  for (const name of ['.github', 'src', 'test', 'loader', 'package.json'])
    cpSync(path.join(example, name), path.join(folder, name), { recursive: true });
  // Of two seconds the fast clock makes a tenth of one, which a busy machine does not always keep.
  const workflow = path.join(folder, '.github/workflows/deploy.yml');
  writeFileSync(workflow, readFileSync(workflow, 'utf8').replace('max-duration: 2s', 'max-duration: 30s'));
  const tree = path.join(scratch, 'tree');
  await buildTree(root, tree);
  session = await startSession({
    program: await findAct(process.env),
    folder,
    tree,
    own: [ownRepository],
    setup: setupOf(parse(readFileSync(path.join(example, 'act-setup.yml'), 'utf8')), 'search'),
    standInsFolder: path.join(root, 'examples/stand-ins'),
    nodeFolder: path.dirname(process.execPath),
    scale,
    signal: new AbortController().signal,
    hears: { fact() {}, begins: () => began(), line() {} },
  });
}, 120_000);

afterAll(async () => {
  await session?.stop();
});

/** A commit on top of what is there: layers of the example's `commits`. */
function change(...layers: readonly string[]): void {
  for (const name of ['src', 'test']) rmSync(path.join(folder, name), { recursive: true, force: true });
  for (const name of ['src', 'test', 'package.json'])
    cpSync(path.join(example, name), path.join(folder, name), { recursive: true });
  for (const layer of layers) cpSync(path.join(example, 'commits', layer), folder, { recursive: true });
  commitTo(folder, {});
}

interface Happened {
  readonly run: EndedRun;
  /** What each job came to, and what its last step of ours said was the outcome. */
  readonly jobs: Readonly<Record<string, string>>;
  outcome(job: string): string;
  /** Outputs of the step that tells what changed, and of the one that names the image. */
  readonly changes: Outputs;
  readonly image: Outputs;
  /** Digest of the image that was built and pushed; empty where none was. */
  readonly built: string;
  /** Status and release of what users of the address met, in order and each once. */
  readonly met: readonly string[];
}

type Outputs = Readonly<Record<string, string>>;

async function happens(name: string, again?: Run): Promise<Happened> {
  const from = session.users.visits.length;
  const ended = await session.happens({ name, actor: 'mona', inputs: {}, ...(again && { again }) }, []);
  return described(ended, from);
}

function described(ended: EndedEvent, from: number): Happened {
  expect(ended.refused).toEqual([]);
  const [run] = ended.runs;
  if (!run) throw new Error('no run was started');
  const step = (job: string, id: string) =>
    run.record.jobs.find((each) => each.id === job)?.steps.find((each) => each.stage === 'Main' && each.id === id);
  const outputs = (job: string) =>
    run.record.jobs
      .filter(({ id }) => id === job)
      .flatMap(({ steps }) => steps.map((step) => step.outputs.outcome ?? ''));
  const visits = session.users.visits.slice(from).filter(({ asked }) => asked.startsWith('API_URL'));
  return {
    run,
    jobs: Object.fromEntries(run.judged.map(({ id, act }) => [id, act])),
    outcome: (job) => outputs(job).filter(Boolean).at(-1) ?? '',
    changes: step('changes', 'changes')?.outputs ?? {},
    image: step('image', 'tag')?.outputs ?? {},
    built: step('image', 'build')?.outputs.digest ?? '',
    met: [...new Set(visits.map(({ status, version }) => `${status} of version ${version}`))],
  };
}

/** Jobs that did not start are `absent`. */
const went = (jobs: Readonly<Record<string, string>>) => ({
  changes: 'success',
  build: 'absent',
  promote: 'absent',
  e2e: 'absent',
  'roll-back': 'absent',
  image: 'absent',
  ...jobs,
});

const everything = '["entries","search-api","search-indexer","search-scheduler","service","loader"]';

/** What the last green run delivered, and the image that was built last. */
let delivered = '';
let digest = '';

const minutes = 10 * 60_000;

test(
  'the first push is everything: it is promoted, an image is built, and nothing fails on the way',
  async () => {
    change('2-rank-by-field');
    const { run, jobs, outcome, met, changes, image, built } = await happens('push');
    expect(run.problems).toEqual([]);
    expect(changes).toMatchObject({ strategy: 'last-success', base: '', complete: 'true', changes: everything });
    expect(jobs).toEqual(went({ build: 'success', promote: 'success', e2e: 'success', image: 'success' }));
    expect([image.exists, built]).toEqual(['false', expect.stringMatching(/^sha256:/)]);
    expect(outcome('promote')).toBe('promoted');
    expect(run.run.conclusion).toBe('success');
    // The first version is the placeholder of infrastructure code, which has nothing to say.
    expect(met).toEqual(['503 of version 1', '200 of version 2']);
    delivered = run.run.sha;
  },
  minutes,
);

test(
  'a push of documents alone deploys nothing',
  async () => {
    commitTo(folder, { 'README.md': 'The shelf, in words', 'src/README.md': 'Three functions' });
    const { run, jobs, met, changes } = await happens('push');
    expect(run.problems).toEqual([]);
    expect(changes).toMatchObject({ base: delivered, complete: 'true', changes: '[]', count: '2' });
    expect(jobs).toEqual(went({}));
    expect(met).toEqual(['200 of version 2']);
    expect(run.run.conclusion).toBe('success');
    delivered = run.run.sha;
  },
  minutes,
);

test(
  'a push of the loader alone builds an image, and nothing else',
  async () => {
    const text = readFileSync(path.join(folder, 'loader/main.mjs'), 'utf8');
    commitTo(folder, { 'loader/main.mjs': `// The scheduler starts it every night.\n${text}` });
    const { run, jobs, changes, image, built } = await happens('push');
    expect(run.problems).toEqual([]);
    expect(changes).toMatchObject({ base: delivered, changes: '["loader"]' });
    expect(jobs).toEqual(went({ image: 'success' }));
    digest = built;
    expect([image.exists, built]).toEqual(['false', expect.stringMatching(/^sha256:/)]);
    delivered = run.run.sha;
  },
  minutes,
);

let good: Run;

test(
  'the tag of a release gives its name to the image that is there, and nothing is built',
  async () => {
    const ended = await session.happens({ name: 'push', actor: 'mona', inputs: {}, tag: 'v1.0.0' }, []);
    const { run, jobs, image } = described(ended, session.users.visits.length);
    expect(run.problems).toEqual([]);
    expect(jobs).toEqual({ image: 'success' });
    expect(image.digest).toBe(digest);
    expect(await tagged()).toEqual({ main: digest, '1.0.0': digest });
  },
  minutes,
);

test(
  'a push whose smoke test fails reaches no user',
  async () => {
    change('2-rank-by-field', '3-synonyms');
    const { run, jobs, outcome, met, changes, image, built } = await happens('push');
    expect(run.problems).toEqual([]);
    // It changes `package.json`, which concerns everything, and no content of the image: that one is there.
    expect(changes).toMatchObject({ base: delivered, changes: everything });
    expect(jobs).toEqual(went({ build: 'success', promote: 'failure', image: 'success' }));
    expect([image.exists, image.digest, built]).toEqual(['true', digest, '']);
    expect(outcome('promote')).toBe('rejected');
    expect(run.run.conclusion).toBe('failure');
    expect(met).toEqual(['200 of version 2']);
    good = run.run;
  },
  minutes,
);

test(
  'what a failed push did not deliver, the next one tries again, although it changes documents alone',
  async () => {
    commitTo(folder, { 'README.md': 'The shelf, in other words' });
    const { run, jobs, outcome, changes, image, built } = await happens('push');
    expect(run.problems).toEqual([]);
    expect(changes).toMatchObject({ strategy: 'last-success', base: delivered, changes: everything });
    expect(jobs).toEqual(went({ build: 'success', promote: 'failure', image: 'success' }));
    expect([image.exists, image.digest, built]).toEqual(['true', digest, '']);
    expect(outcome('promote')).toBe('rejected');
  },
  minutes,
);

test(
  'a canary that an alarm ends gives its users back',
  async () => {
    change('2-rank-by-field', '4-highlights');
    const { run, jobs, outcome, met, changes } = await happens('push');
    expect(run.problems).toEqual([]);
    // What runs since then may have brought in part is undone as well: `package.json`, which concerns everything.
    expect(changes).toMatchObject({ base: delivered, complete: 'true', changes: everything });
    expect(jobs).toEqual(went({ build: 'success', promote: 'failure', image: 'success' }));
    expect(outcome('promote')).toBe('rolled-back');
    // A tenth of those who ask with a plus sign met an error, all of them of the new version.
    const errors = met.filter((each) => !each.startsWith('200'));
    expect(errors).toEqual([expect.stringMatching(/^500 of version [3-9]$/)]);
    expect(await now()).toBe('200 of version 2');
  },
  minutes,
);

test(
  'a push whose end-to-end test fails after the promotion is taken back by its own run',
  async () => {
    // The alarm of the canary before is over a few minutes after its last error; a promotion does not begin sooner.
    await session.cloud.clock.sleep(5 * 60_000);
    change('2-rank-by-field', '7-pages');
    const { run, jobs, outcome } = await happens('push');
    expect(run.problems).toEqual([]);
    expect(jobs).toEqual(
      went({ build: 'success', promote: 'success', e2e: 'failure', 'roll-back': 'success', image: 'success' }),
    );
    expect([outcome('promote'), outcome('roll-back')]).toEqual(['promoted', 'rolled-back']);
    expect(run.run.conclusion).toBe('failure');
    expect(await now()).toBe('200 of version 2');
  },
  minutes,
);

test(
  'two pushes in quick succession: one is promoted, the other finds that it lost',
  async () => {
    change('2-rank-by-field', '5-plus-signs');
    const from = session.users.visits.length;
    const { control } = session.cloud;
    // The first to deploy waits for its credentials until the other one is there: later, it would meet a canary, and wait.
    await control.park({ service: 'sts', operation: 'AssumeRoleWithWebIdentity', resource: '*role/deploy-search' });
    const happen = () => session.happens({ name: 'push', actor: 'mona', inputs: {} }, []);
    const firstBegan = new Promise<void>((resolve) => {
      began = resolve;
    });
    const first = happen();
    await firstBegan;
    began = () => {};
    change('2-rank-by-field', '6-caching');
    const second = happen();
    await control.waitParked(2, minutes);
    await control.park(false);
    const both = (await Promise.all([first, second])).map((ended) => described(ended, from));
    expect(both.map(({ outcome }) => outcome('promote')).sort()).toEqual(['promoted', 'superseded']);
    expect(both.flatMap(({ met }) => met).filter((each) => !each.startsWith('200'))).toEqual([]);
  },
  minutes,
);

test(
  'an older run that is run again is superseded',
  async () => {
    const { outcome } = await happens('push', good);
    expect(outcome('promote')).toBe('superseded');
  },
  minutes,
);

test(
  'a person goes back to the release before',
  async () => {
    const before = await now();
    const { run, jobs, outcome } = await happens('workflow_dispatch');
    expect(run.problems).toEqual([]);
    expect(jobs).toEqual({ 'roll-back': 'success' });
    expect(outcome('roll-back')).toBe('rolled-back');
    expect(await now()).toBe('200 of version 2');
    expect(before).not.toBe('200 of version 2');
  },
  minutes,
);

/** The tags of a branch and of a release, with the digests that they name. */
async function tagged(): Promise<Readonly<Record<string, string>>> {
  const clients = clientsOf(session.cloud);
  const asked = new DescribeImagesCommand({ repositoryName: 'search-loader' });
  const { imageDetails = [] } = await clients.ecr({ account: '123456789012', region: 'eu-west-1' }).send(asked);
  clients.destroy();
  const all = imageDetails.flatMap(({ imageTags = [], imageDigest = '' }) =>
    imageTags.map((tag) => [tag, imageDigest]),
  );
  return Object.fromEntries(all.filter(([tag = '']) => !tag.startsWith('tree-')));
}

/** What a user meets now, once it can be expected that all meet the same. */
async function now(): Promise<string> {
  const [url = ''] = session.addresses.values();
  await session.cloud.clock.sleep(5_000);
  const response = await fetch(`${url}/api/v1/search?q=whale`);
  return `${response.status} of version ${response.headers.get('x-executed-version')}`;
}

test('the example’s repository is left as it was', () => {
  expect(execFileSync('git', ['status', '--porcelain'], { cwd: folder, encoding: 'utf8' })).toBe('');
});
