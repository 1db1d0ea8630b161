import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entriesOf, gapsIn, runBundle, startBundle } from '@actions-aws/testing';
import { step, type TagWorld, world } from './support/world.ts';

let one: TagWorld;
let folder: string;
beforeAll(async () => {
  one = await world();
  folder = await mkdtemp(join(tmpdir(), 'event-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await one.stop();
});

test('the bundle names an image, asks the registry, and tells all that a build needs', async () => {
  const { exitCode, outputs, summary, annotations } = await runBundle(step(one, { moving: 'staging' }));
  expect(annotations).toEqual([
    expect.objectContaining({ level: 'warning', message: expect.stringContaining('MUTABLE') }),
  ]);
  expect(exitCode).toBe(0);
  const sha = one.source.git('rev-parse', 'HEAD');
  expect(outputs).toMatchObject({
    tag: expect.stringMatching(/^sha-[0-9a-f]{12}-20260314-150926$/),
    tags: `${one.image}:${outputs.tag}`,
    exists: 'false',
    state: 'absent',
    'moving-tags': JSON.stringify([
      { tag: 'staging', move: true, why: 'there is no such tag yet', rule: 'revision', from: '', revision: sha },
    ]),
  });
  expect(outputs.labels?.split('\n')).toHaveLength(8);
  expect(summary).toContain('It is not in the registry: build it.');
});

test('a registry that cannot be reached: the names are there, whether the image is, is not said, and the step is red', async () => {
  const unreachable = { image: '127.0.0.1:9/search-api', timeout: '1s', moving: 'latest' };
  const { exitCode, outputs, summary, annotations } = await runBundle(step(one, unreachable));
  expect(exitCode).toBe(1);
  expect(outputs).toMatchObject({
    tag: expect.stringMatching(/^sha-/),
    exists: '',
    state: 'unknown',
    digest: '',
    'image-by-digest': '',
  });
  expect(JSON.parse(outputs['moving-tags'] ?? '')).toMatchObject([{ tag: 'latest', move: false }]);
  expect(annotations).toEqual([
    expect.objectContaining({ level: 'error', message: expect.stringContaining('127.0.0.1:9') }),
  ]);
  expect(summary).toContain('❌');
});

test('a run that is cancelled while the registry is silent ends at once, and says nothing of the image', async () => {
  const { control } = one.cloud;
  await control.addFault({ operation: 'GetManifest', kind: 'hold' });
  const running = startBundle(step(one));
  await control.waitHeld(20_000);
  const { exitCode, outputs, summary } = await running.kill('SIGINT');
  await control.clearFaults();
  expect(exitCode).toBe(1);
  expect(outputs).toMatchObject({ tag: expect.stringMatching(/^sha-/), exists: '', state: 'unknown', digest: '' });
  expect(summary).toContain('The run was cancelled (SIGINT).');
});

const HOSTILE = [
  'x\n::error::owned',
  '::set-output name=exists::true',
  '##[error]owned',
  '`$(id)`|<script>alert(1)</script>',
  '%0A::warning::owned',
  'a\rexists=true',
  '--upload-pack=id',
];

test('no name of a branch, tag, file or repository is a command, an output, or Markdown', async () => {
  const event = join(folder, 'payload');
  for (const [index, name] of HOSTILE.entries()) {
    one.source.write(`new/${name.replaceAll('/', ' ')}`, '');
    const repository = { name, description: name, html_url: name, default_branch: name, license: { spdx_id: name } };
    await writeFile(event, JSON.stringify({ repository }));
    const env = { GITHUB_REF: `refs/${index % 2 === 0 ? 'heads' : 'tags'}/${name}`, GITHUB_EVENT_PATH: event };
    const { exitCode, outputs, stdout, summary, annotations } = await runBundle(step(one, { key: 'tree' }, env));
    expect(annotations.filter(({ level }) => level === 'error')).toEqual([]);
    expect(exitCode).toBe(0);
    expect(Object.keys(outputs)).toHaveLength(11);
    expect(outputs.exists).toBe('false');
    // Those of the OCI, and the content's.
    expect(outputs.labels?.split('\n')).toHaveLength(9);
    expect(stdout).not.toMatch(/^\s*::(?:error|set-output)|^\s*##\[/m);
    expect(summary).not.toContain('<script>');
  }
});

test('a file that is changed is named in the error, and commands nothing by its name', async () => {
  const name = 'api/x\n::error::owned';
  one.source.commit({ [name]: '' });
  one.source.write(name, 'changed');
  const { exitCode, annotations, stdout } = await runBundle(step(one));
  expect(exitCode).toBe(1);
  expect(annotations).toEqual([expect.objectContaining({ level: 'error', message: expect.stringContaining('api/x') })]);
  expect(stdout.match(/^::error/gm)).toHaveLength(1);
});

test('what ships is complete, and brings the licence of every package along', async () => {
  expect(await gapsIn(new URL('..', import.meta.url))).toEqual([]);
});

test('a wrong input is told without git, registry or SDK', async () => {
  const { action, remove } = await entriesOf(new URL('..', import.meta.url));
  try {
    const { annotations } = await runBundle({ ...step(one, { timeout: 'soon' }), action });
    expect(annotations.map(({ message }) => message)).toEqual([expect.stringContaining('`timeout`')]);
  } finally {
    await remove();
  }
});
