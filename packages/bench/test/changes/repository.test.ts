import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pushedRepository } from '../../src/changes/repository.ts';

test('a push changes as many files as asked, in every area, of both kinds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pushed-'));
  try {
    const pushed = pushedRepository(folder, { files: 400, changed: 20 });
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: pushed.folder, encoding: 'utf8' }).trim().split('\n');
    expect(git('ls-tree', '-r', '--name-only', 'HEAD')).toHaveLength(400);
    const changed = git('diff', '--name-status', pushed.before, pushed.after);
    expect(changed).toHaveLength(20);
    expect(new Set(changed.map((line) => line.replace(/\/.*$/, ''))).size).toBe(10);
    expect(new Set(changed.map((line) => line.replace(/^.*\./, '')))).toEqual(new Set(['ts', 'md']));
    expect(JSON.parse(readFileSync(pushed.event, 'utf8'))).toMatchObject({
      before: pushed.before,
      after: pushed.after,
    });
    expect(git('rev-parse', 'HEAD')).toEqual([pushed.after]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
