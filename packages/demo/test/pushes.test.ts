import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LocalAws, startLocalAws } from '@actions-aws/local-aws';
import { checkOut } from '../src/stage/checkout.ts';
import { detect } from '../src/stage/push.ts';
import { makeRepository, type Repository } from '../src/stage/repository.ts';
import { type Commit, chapters } from '../src/story/chapters.ts';
import { goesOn } from '../src/story/detections.ts';
import { findingsOf } from '../src/story/findings.ts';

let scratch: string;
let repository: Repository;
let cloud: LocalAws;
beforeAll(async () => {
  scratch = mkdtempSync(path.join(tmpdir(), 'pushes-'));
  repository = makeRepository(path.join(scratch, 'server'));
  cloud = await startLocalAws();
});
afterAll(async () => {
  await cloud.stop();
  rmSync(scratch, { recursive: true, force: true });
});

describe('the repository of the story', () => {
  test('has the same commits wherever it is made', () => {
    const other = makeRepository(path.join(scratch, 'elsewhere'));
    for (const commit of [1, 'how-to-search', 6] as const)
      expect(other.pushOf(commit)).toEqual(repository.pushOf(commit));
  });

  test.each<readonly [Commit, readonly string[]]>([
    ['how-to-search', ['added docs/how-to-search.md']],
    [2, ['modified src/entries.mjs', 'modified src/release.mjs']],
    [3, ['modified package.json', 'modified src/indexer.mjs', 'modified src/release.mjs', 'added test/synonyms.env']],
    [4, ['modified src/index.mjs', 'modified src/release.mjs']],
    [5, ['modified src/index.mjs', 'modified src/release.mjs']],
    [6, ['modified src/index.mjs', 'modified src/release.mjs']],
  ])('has a commit %s that changes what the story says', (commit, files) => {
    expect(repository.pushOf(commit).files).toEqual(files);
  });

  test('is checked out as a workflow finds it, with no history', async () => {
    const folder = path.join(scratch, 'checkout');
    await checkOut(repository.url, repository.pushOf(5).after, folder);
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
    expect(git('log', '--format=%H %s')).toBe(
      `${repository.pushOf(5).after} Mark words, and take plus signs for what they are`,
    );
    expect(git('status', '--porcelain')).toBe('');
  });
});

const pushes = chapters.flatMap(({ steps }) => steps).flatMap((step) => (step.push ? [step.push] : []));

test.each(pushes.map((push) => [push.commit, push] as const))(
  'detect-changes says of commit %s what the story tells',
  async (commit, push) => {
    const workspace = path.join(scratch, `workspace-${commit}`);
    const signal = new AbortController().signal;
    const detection = await detect(push, { number: 1, workspace, cloud, signal, repository });
    const [chapter] = chapters;
    const found = findingsOf({
      chapter: { ...chapter!, steps: [{ ...chapter!.steps[0]!, push }] },
      detections: [detection],
      images: [],
      runs: [],
      tagged: [],
      live: [],
      liveTag: '',
    });
    expect(found.slice(0, 3).filter(({ held }) => !held)).toEqual([]);
    expect(goesOn(detection)).toBe(commit !== 'how-to-search');
  },
);
