import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import { checkOut } from '../src/stage/checkout.ts';
import { imageOf } from '../src/stage/image.ts';
import { pythonVersion } from '../src/stage/python.ts';
import { makeRepository, type Repository } from '../src/stage/repository.ts';
import type { Commit } from '../src/story/chapters.ts';

let scratch: string;
let repository: Repository;
beforeAll(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'image-'));
  repository = makeRepository(path.join(scratch, 'server'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function checkoutOf(commit: Commit, name = String(commit)): Promise<string> {
  const folder = path.join(scratch, name);
  await checkOut(repository.url, repository.pushOf(commit).after, folder);
  return folder;
}

describe('the image of the service', () => {
  test('has the files of both languages, the labels, and the release that its sources say', async () => {
    const labels = 'org.opencontainers.image.revision=abc\nimage-tag.component=a=b';
    const { release, image } = await imageOf(await checkoutOf(2), labels);
    const [config, python, node] = image.blobs.map(({ bytes }) => Buffer.from(bytes));
    expect(release).toBe('2');
    expect(JSON.parse(String(config)).config.Labels).toEqual({
      'org.opencontainers.image.revision': 'abc',
      'image-tag.component': 'a=b',
    });
    expect(namesIn(python)).toEqual(['var/task/scheduler.py', 'var/task/shared.json']);
    expect(namesIn(node)).toEqual(
      ['books', 'entries', 'index', 'indexer', 'release', 'scheduler', 'search'].map((name) => `var/task/${name}.mjs`),
    );
  });

  test('is the same bytes wherever the same commit is built, and others with another commit', async () => {
    const digestOf = async (folder: string) => (await imageOf(folder, 'a=b')).image.digest;
    const first = await digestOf(await checkoutOf(1));
    expect(await digestOf(await checkoutOf(1, 'again'))).toBe(first);
    expect(await digestOf(await checkoutOf(5))).not.toBe(first);
  });
});

test('the scheduler in Python answers as the one in Node does', async () => {
  // The same stands in the output of `npm start` where there is no python3.
  if ((await pythonVersion()) === undefined) return;
  const events = [
    { entries: [] },
    { entries: [1, 2, 0, null, undefined].map((format, at) => ({ title: `${at}`, format })) },
  ];
  for (const commit of [1, 2] as const) {
    const folder = await checkoutOf(commit, `scheduler-${commit}`);
    const shared = spawnSync(process.execPath, ['python/shared.mjs'], { cwd: folder, env: { PATH: process.env.PATH } });
    writeFileSync(path.join(folder, 'python/shared.json'), shared.stdout);
    const inNode = `import('./src/scheduler.mjs').then(async ({ handler }) =>
      console.log(JSON.stringify(await Promise.all(${JSON.stringify(events)}.map(handler)))))`;
    const inPython = `import json, sys
sys.path.insert(0, 'python')
from scheduler import handler
print(json.dumps([handler(event, None) for event in json.loads(sys.argv[1])]))`;
    const answers = [
      spawnSync(process.execPath, ['--eval', inNode], { cwd: folder, env: { PATH: process.env.PATH } }),
      spawnSync('python3', ['-c', inPython, JSON.stringify(events)], { cwd: folder }),
    ].map(({ stdout, stderr }) => (stdout.length > 0 ? JSON.parse(String(stdout)) : String(stderr)));
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[0]).toEqual([
      { release: commit, due: [] },
      { release: commit, due: commit === 1 ? ['1', '2', '3', '4'] : ['0', '2', '3', '4'] },
    ]);
  }
});

/** The names in a layer: a tar archive of small files, in gzip. */
function namesIn(layer: Buffer | undefined): string[] {
  const tar = gunzipSync(layer ?? Buffer.alloc(0));
  const names: string[] = [];
  for (let at = 0; tar[at] !== 0; ) {
    const size = Number.parseInt(tar.toString('utf8', at + 124, at + 135), 8);
    names.push(tar.toString('utf8', at, tar.indexOf(0, at)));
    at += 512 * (1 + Math.ceil(size / 512));
  }
  return names;
}
