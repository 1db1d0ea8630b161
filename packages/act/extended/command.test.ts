import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { removeFolders, repositoryOf } from './support.ts';

afterAll(removeFolders);

const main = path.resolve(import.meta.dirname, '../src/main.ts');

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'act-command-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

/** Starts the command in a folder with one workflow, on an empty tree. */
function start(steps: string) {
  const folder = repositoryOf({
    '.github/workflows/test.yml': `name: test\non: push\njobs:\n  one:\n    runs-on: ubuntu-latest\n    steps:\n${steps.replace(/^/gm, '      ')}\n`,
  });
  const report = path.join(scratch, 'report.html');
  const args = [main, folder, '--tree', scratch, '--report', report];
  // Without the options of jest's own Node.
  const env = { ...process.env, NODE_OPTIONS: '', TMPDIR: path.join(scratch, 'temp') };
  mkdirSync(env.TMPDIR);
  const child = spawn(process.execPath, args, { env, stdio: 'pipe' });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const ended = once(child, 'close').then(([code]) => {
    // What Node itself keeps there is no concern of ours.
    const left = readdirSync(env.TMPDIR).filter((name) => name !== 'node-compile-cache');
    return { code: code as number, said, left };
  });
  return { child, report, ended };
}

test.each([
  ['green, with a report', '- run: echo hello', 0, /one +■ success[\s\S]*Green\./],
  ['red, with a report', '- run: exit 3', 1, /one +■ failure[\s\S]*Red\./],
  ['red before anything runs', '- runs: echo hello', 1, /test\.yml:\d+: Unexpected value 'runs'/],
])('the command ends %s', async (_, steps, code, message) => {
  const { report, ended } = start(steps);
  expect(await ended).toMatchObject({ code, said: expect.stringMatching(message), left: [] });
  expect(readFileSync(report, 'utf8')).toContain('Not as on GitHub');
});

test('the command that is told to end leaves no step behind', async () => {
  const file = path.join(scratch, 'pid');
  const { child, ended } = start(`- run: echo $$ > ${file}; exec sleep 600`);
  const deadline = Date.now() + 20_000;
  while (!existsSync(file) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 143, said: expect.stringContaining('Interrupted'), left: [] });
  const pid = Number(readFileSync(file, 'utf8'));
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
