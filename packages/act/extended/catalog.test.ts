import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { EndedRun } from '../src/ended.ts';
import { findAct } from '../src/program.ts';
import { type Session, startSession } from '../src/session.ts';
import { setupOf } from '../src/setup/setup.ts';
import { buildTree, ownRepository } from '../src/tree.ts';
import { commitTo } from '../test/support/repositories.ts';
import { removeFolders, repositoryOf, scratchFolder } from './support.ts';

afterAll(removeFolders);

const root = path.resolve(import.meta.dirname, '../../..');
const example = path.join(root, 'examples/catalog');
const tracked = ['.github', 'Dockerfile', 'e2e', 'package.json', 'src', 'test'];
const minutes = 10 * 60_000;

let folder: string;
let session: Session;

/** The repository of the example, and what its cloud has before the first push. */
beforeAll(async () => {
  folder = repositoryOf({ 'README.md': 'The catalog' });
  const tree = path.join(scratchFolder(), 'tree');
  await buildTree(root, tree);
  session = await startSession({
    program: await findAct(process.env),
    folder,
    tree,
    own: [ownRepository],
    setup: setupOf(parse(readFileSync(path.join(example, 'act-setup.yml'), 'utf8'), { merge: true }), 'catalog'),
    standInsFolder: path.join(root, 'examples/stand-ins'),
    nodeFolder: path.dirname(process.execPath),
    scale: 10,
    signal: new AbortController().signal,
    hears: { fact() {}, begins() {}, line() {} },
  });
}, minutes);

afterAll(async () => {
  await session?.stop();
});

/** A commit on top of what is there: layers of the example's `commits`. The canary is shorter where nothing is wrong. */
function change(canary: string, ...layers: readonly string[]): void {
  for (const name of tracked) {
    rmSync(path.join(folder, name), { recursive: true, force: true });
    cpSync(path.join(example, name), path.join(folder, name), { recursive: true });
  }
  for (const layer of layers) cpSync(path.join(example, 'commits', layer), folder, { recursive: true });
  const file = path.join(folder, '.github/workflows/deploy.yml');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/canary: .*%.*/g, `canary: ${canary}`));
  commitTo(folder, {});
}

const short = '10%/1m';

interface Happened {
  readonly run: EndedRun;
  readonly jobs: Readonly<Record<string, string>>;
  /** What each step of ours in a job said was its outcome. */
  outcomes(job: string): readonly string[];
  /** Errors that steps have told. */
  readonly errors: readonly string[];
  /** Versions that users met, in order and each once. */
  readonly versions: readonly string[];
  /** Statuses of the books that users asked for meanwhile, each once. */
  readonly statuses: readonly number[];
}

async function happens(name: string): Promise<Happened> {
  const from = session.users.visits.length;
  const { refused, runs } = await session.happens({ name, actor: 'mona', inputs: {} }, []);
  expect(refused).toEqual([]);
  const [run] = runs;
  if (!run) throw new Error('no run was started');
  expect(run.problems).toEqual([]);
  const visits = session.users.visits.slice(from);
  const steps = (job: string) => run.record.jobs.filter(({ id }) => id === job).flatMap((each) => each.steps);
  return {
    run,
    jobs: Object.fromEntries(run.judged.map(({ id, act }) => [id, act])),
    outcomes: (job) => steps(job).flatMap(({ stage, outputs }) => (stage === 'Main' && outputs.outcome) || []),
    errors: run.record.jobs
      .flatMap((job) => job.steps.flatMap(({ annotations }) => annotations))
      .flatMap(({ level, message }) => (level === 'error' ? [message] : [])),
    versions: [...new Set(visits.flatMap(({ version }) => version || []))],
    statuses: [...new Set(visits.filter(({ asked }) => asked.includes('/books/')).map(({ status }) => status))],
  };
}

const green = { image: 'success', canary: 'success', e2e: 'success', deploy: 'success', 'give-back': 'absent' };

test(
  'a push is built once, held at a tenth of the users for the end-to-end tests, and goes on to all',
  async () => {
    change(short);
    const { jobs, errors, outcomes, versions, statuses } = await happens('push');
    expect({ jobs, errors }).toEqual({ jobs: green, errors: [] });
    expect([outcomes('canary'), outcomes('deploy')]).toEqual([['held'], ['promoted']]);
    expect(versions).toEqual(['none', '1.0.0']);
    expect(statuses).toEqual([404, 200]);
  },
  minutes,
);

test(
  'the next one follows, and no user meets anything but one of the two',
  async () => {
    change(short, '2-dracula');
    const { jobs, errors, versions, statuses } = await happens('push');
    expect({ jobs, errors }).toEqual({ jobs: green, errors: [] });
    expect(versions).toEqual(['1.0.0', '1.1.0']);
    expect(statuses).toEqual([200]);
  },
  minutes,
);

test(
  'a person goes back to what was live before',
  async () => {
    const { jobs, outcomes, versions, statuses } = await happens('workflow_dispatch');
    expect(jobs).toEqual({ 'roll-back': 'success' });
    expect(outcomes('roll-back')).toEqual(['rolled-back']);
    expect(versions).toEqual(['1.1.0', '1.0.0']);
    expect(statuses).toEqual([200]);
  },
  minutes,
);

test(
  'what its end-to-end tests do not pass, while a tenth of the users have it, is given back at once',
  async () => {
    change(short, '2-dracula');
    const file = 'e2e/e2e.mjs';
    const stricter = readFileSync(path.join(folder, file), 'utf8').replace('books.length >= 3', 'books.length >= 300');
    commitTo(folder, { [file]: stricter });
    const { jobs, errors, outcomes, versions, statuses } = await happens('push');
    expect(jobs).toEqual({ ...green, e2e: 'failure', deploy: 'absent', 'give-back': 'success' });
    expect(errors.join('\n')).not.toContain('pause');
    expect([outcomes('canary'), outcomes('give-back')]).toEqual([['held'], ['rolled-back']]);
    expect(versions).toEqual(['1.0.0', '1.1.0']);
    expect(statuses).toEqual([200]);
    // They are back, and no timeout was waited for.
    expect(session.users.visits.slice(-20).flatMap(({ version }) => version || [])).not.toContain('1.1.0');
  },
  minutes,
);

test(
  'what its own tests passed, and the smoke test does not, never meets a user',
  async () => {
    change(short, '2-dracula', '3-prices');
    const { jobs, outcomes, versions, statuses } = await happens('push');
    expect(jobs).toEqual({ ...green, canary: 'failure', e2e: 'absent', deploy: 'absent' });
    expect(outcomes('canary')).toEqual(['rejected']);
    expect(versions).toEqual(['1.0.0']);
    expect(statuses).toEqual([200]);
  },
  minutes,
);

test(
  'what no test has thought of meets a tenth of the users, until the alarm gives them back',
  async () => {
    // The smoke test's own errors were those of a task as well, and the alarm fires until their minutes are over.
    await session.cloud.clock.advance(600_000);
    // Long enough for a busy machine: the alarm ends it sooner.
    change('10%/15m', '2-dracula', '4-discounts');
    const { jobs, errors, outcomes, versions, statuses } = await happens('push');
    expect(errors.join('\n')).toContain('the alarm catalog-errors fired');
    expect(jobs).toEqual({ ...green, canary: 'failure', e2e: 'absent', deploy: 'absent' });
    expect(outcomes('canary')).toEqual(['rolled-back']);
    expect(versions).toEqual(['1.0.0', '1.3.0']);
    expect(statuses).toEqual([200, 500]);
    // They are back.
    expect(session.users.visits.slice(-20).map(({ status }) => status)).toEqual(Array(20).fill(200));
  },
  minutes,
);
