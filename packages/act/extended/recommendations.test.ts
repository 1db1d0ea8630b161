import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { parse } from 'yaml';
import { type Clients, clientsOf } from '../src/cloud/clients.ts';
import type { EndedRun } from '../src/ended.ts';
import { findAct } from '../src/program.ts';
import { type Session, startSession } from '../src/session.ts';
import { setupOf } from '../src/setup/setup.ts';
import { buildTree, ownRepository } from '../src/tree.ts';
import { commitTo } from '../test/support/repositories.ts';
import { removeFolders, repositoryOf, scratchFolder } from './support.ts';

afterAll(removeFolders);

const root = path.resolve(import.meta.dirname, '../../..');
const example = path.join(root, 'examples/recommendations');
const setup = setupOf(parse(readFileSync(path.join(example, 'act-setup.yml'), 'utf8'), { merge: true }), 'x');
const minutes = 10 * 60_000;

let folder: string;
let session: Session;
let clients: Clients;

/** The repository of the example, whose canary is shorter where nothing is wrong anyway. */
beforeAll(async () => {
  const scratch = scratchFolder();
  folder = repositoryOf({ 'README.md': 'What to read next' });
  for (const name of ['.github', 'src', 'tests', 'Dockerfile'])
    cpSync(path.join(example, name), path.join(folder, name), { recursive: true });
  canary('10%/1m');
  const tree = path.join(scratch, 'tree');
  await buildTree(root, tree);
  session = await startSession({
    program: await findAct(process.env),
    folder,
    tree,
    own: [ownRepository],
    setup,
    standInsFolder: path.join(root, 'examples/stand-ins'),
    nodeFolder: path.dirname(process.execPath),
    scale: 8,
    signal: new AbortController().signal,
    hears: { fact() {}, begins() {}, line() {} },
  });
  clients = clientsOf(session.cloud);
}, minutes);

afterAll(async () => {
  clients?.destroy();
  await session?.stop();
});

function canary(share: string): void {
  const file = path.join(folder, '.github/workflows/deploy.yml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/canary: .*/, `canary: ${share}`));
}

/** A commit with the functions as they are in the example, or as one of its `commits` has them. */
function change(layer?: string): void {
  for (const from of ['.', ...(layer ? [`commits/${layer}`] : [])])
    cpSync(path.join(example, from, 'src'), path.join(folder, 'src'), { recursive: true });
  commitTo(folder, {});
}

interface Happened {
  readonly run: EndedRun;
  readonly jobs: Readonly<Record<string, string>>;
  /** What each step of ours in a job said was its outcome. */
  outcomes(job: string): readonly string[];
  /** Digest of the image that was built; empty where none was. */
  readonly built: string;
  /** What users of production met, in order and each once. */
  readonly met: readonly string[];
}

async function happens(name: string, inputs: Readonly<Record<string, string>> = {}): Promise<Happened> {
  const from = session.users.visits.length;
  const ended = await session.happens({ name, actor: 'mona', inputs }, []);
  expect(ended.refused).toEqual([]);
  const [run] = ended.runs;
  if (!run) throw new Error('no run was started');
  const stepsOf = (job: string) => run.record.jobs.filter(({ id }) => id === job).flatMap(({ steps }) => steps);
  const visits = session.users.visits.slice(from).filter(({ asked }) => asked.startsWith('PRODUCTION_URL'));
  return {
    run,
    jobs: Object.fromEntries(run.judged.map(({ id, act }) => [id, act])),
    outcomes: (job) => stepsOf(job).flatMap(({ stage, outputs }) => (stage === 'Main' && outputs.outcome) || []),
    built: stepsOf('image').find(({ stage, id }) => stage === 'Main' && id === 'build')?.outputs.digest ?? '',
    met: [...new Set(visits.map(({ status, version }) => `${status} of version ${version}`))],
  };
}

const staging = { account: '111111111111', region: 'eu-west-1' };
const production = { account: '222222222222', region: 'eu-west-1' };

/** The digest that each tag of an environment's repository names. */
async function tags(place: typeof staging): Promise<ReadonlyMap<string, string>> {
  const { imageDetails = [] } = await clients
    .ecr(place)
    .send(new DescribeImagesCommand({ repositoryName: 'recommendations' }));
  return new Map(
    imageDetails.flatMap(({ imageTags = [], imageDigest = '' }) => imageTags.map((tag) => [tag, imageDigest] as const)),
  );
}

const green = { changes: 'success', image: 'success', staging: 'success', production: 'success' };
let first = '';
let second = '';

test(
  'a push is built once, passes staging, and the same bytes are what production runs',
  async () => {
    change();
    const { run, jobs, outcomes, built, met } = await happens('push');
    expect(run.problems).toEqual([]);
    expect(jobs).toEqual(green);
    expect(outcomes('staging')).toEqual(['promoted', 'promoted']);
    expect(outcomes('production')).toEqual(['promoted', 'promoted', 'promoted']);
    expect([(await tags(staging)).get('staging'), (await tags(staging)).get('passed-1')]).toEqual([built, built]);
    expect((await tags(production)).get('production')).toBe(built);
    expect(met).toEqual(['503 of version 1', '200 of version 2']);
    first = built;
  },
  minutes,
);

test(
  'what staging’s end-to-end test does not pass is taken back there, and never comes to production',
  async () => {
    change('3-closest');
    const { run, jobs, outcomes, built, met } = await happens('push');
    expect(run.problems).toEqual([]);
    expect(jobs).toEqual({ ...green, staging: 'failure', production: 'absent' });
    expect(outcomes('staging')).toEqual(['promoted', 'rolled-back']);
    expect((await tags(staging)).get('staging')).toBe(first);
    expect([...(await tags(production)).values()]).not.toContain(built);
    expect(met).toEqual(['200 of version 2']);
  },
  minutes,
);

test(
  'the next push goes all the way',
  async () => {
    change('2-by-share');
    const { run, jobs, built } = await happens('push');
    expect(run.problems).toEqual([]);
    expect(jobs).toEqual(green);
    expect((await tags(production)).get('production')).toBe(built);
    second = built;
  },
  minutes,
);

test(
  'a person goes back to the release before, and the tag of the environment with it',
  async () => {
    expect(second).not.toBe(first);
    const { run, outcomes, met } = await happens('workflow_dispatch', { digest: first });
    expect(run.problems).toEqual([]);
    expect(outcomes('roll-back')).toEqual(['rolled-back', 'promoted']);
    expect((await tags(production)).get('production')).toBe(first);
    expect(met).toContain('200 of version 2');
  },
  minutes,
);

test(
  'what no test has thought of meets a tenth of production’s users, until an alarm gives them back',
  async () => {
    canary('10%/5m');
    change('4-ratings');
    const { run, jobs, outcomes, built, met } = await happens('push');
    expect(run.problems).toEqual([]);
    expect(jobs).toEqual({ ...green, production: 'failure' });
    expect(outcomes('production')).toEqual(['promoted', 'rolled-back']);
    expect(met.filter((each) => !each.startsWith('200'))).toEqual([expect.stringMatching(/^500 of version 4$/)]);
    expect((await tags(production)).get('production')).toBe(first);
    // It passed staging, so that it is there; no environment is called by it.
    expect([...(await tags(production)).values()]).toContain(built);
  },
  minutes,
);
