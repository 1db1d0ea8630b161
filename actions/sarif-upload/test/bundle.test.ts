import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BundleStep, entriesOf, gapsIn, runBundle, startBundle } from '@actions-aws/testing';
import { at, report } from './support/repository.ts';
import { type UploadWorld, uploadWorld } from './support/world.ts';

const action = fileURLToPath(new URL('..', import.meta.url));

let world: UploadWorld;
beforeEach(async () => {
  world = await uploadWorld();
  world.local.setCodeScanning({ processingMs: 0 });
  mkdirSync(join(world.workspace, 'src'));
  writeFileSync(join(world.workspace, 'src/app.js'), 'eval(a)\n');
});
afterEach(() => world.stop());

/** A push of the commit on `main`, with one report. */
function step(inputs: Readonly<Record<string, string>> = {}, env: Readonly<Record<string, string>> = {}): BundleStep {
  writeFileSync(join(world.workspace, 'lint.sarif'), JSON.stringify(report('Lint', [at('no-eval', 'src/app.js', 1)])));
  return {
    action,
    workspace: world.workspace,
    inputs: { sarif: 'lint.sarif', token: world.local.token, ...inputs },
    env: {
      GITHUB_API_URL: world.local.endpoint,
      GITHUB_EVENT_NAME: 'push',
      GITHUB_EVENT_PATH: '',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_REPOSITORY: 'octo/search',
      GITHUB_SHA: world.sha,
      RUNNER_TEMP: world.temp,
      ...env,
    },
  };
}

test('a push: what is uploaded, and what became of it', async () => {
  const { exitCode, outputs, summary, annotations, stdout } = await runBundle(step({ category: 'lint' }));
  expect([exitCode, annotations]).toEqual([0, []]);
  expect(outputs).toMatchObject({ outcome: 'uploaded', sent: '1', 'left-out': '{}' });
  expect(JSON.parse(outputs.analyses ?? '')).toEqual([
    { tool: 'Lint', category: 'lint', id: expect.any(Number), url: expect.stringContaining('/analyses/'), results: 1 },
  ]);
  expect(readdirSync(outputs.prepared ?? '')).toEqual(['upload-1.sarif']);
  expect(summary).toContain('✅ Code scanning: uploaded');
  expect(stdout.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain(world.local.token);
});

test('another commit that is checked out is an error before anything is asked', async () => {
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: world.workspace });
  git('init', '-q');
  git('-c', 'user.name=Mona', '-c', 'user.email=mona@example.test', 'commit', '-q', '--allow-empty', '-m', 'Another');
  const { exitCode, annotations, outputs } = await runBundle(step());
  expect([exitCode, outputs.outcome]).toEqual([1, 'failed']);
  expect(annotations[0]?.message).toContain('which is checked out, would be shown for');
  expect(world.asked()).toEqual([]);
  const below = await runBundle(step({ 'working-directory': 'src' }));
  expect(below.annotations[0]?.message).toContain('is inside of a checkout, and not its root');
});

test('a dry run needs no token and no GitHub', async () => {
  const { exitCode, outputs } = await runBundle(
    step({ 'dry-run': 'true', token: '' }, { GITHUB_API_URL: 'http://127.0.0.1:1' }),
  );
  expect([exitCode, outputs.outcome]).toEqual([0, 'planned']);
  expect(existsSync(join(outputs.prepared ?? '', 'upload-1.sarif'))).toBe(true);
});

test('a fork’s token: green, with a warning, and the files are there', async () => {
  const event = join(world.temp, 'event.json');
  const head = { sha: world.sha, repo: { full_name: 'mona/search' } };
  const payload = { repository: { full_name: 'octo/search' }, pull_request: { number: 5, head } };
  writeFileSync(event, JSON.stringify(payload));
  world.local.setPull({ number: 5, base: { ref: 'main', sha: world.sha }, head: { ref: 'topic', sha: world.sha } });
  const token = world.local.tokenWith({ contents: 'read', pull_requests: 'read', security_events: 'read' });
  const env = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: event, GITHUB_REF: 'refs/pull/5/merge' };
  const { exitCode, outputs, annotations } = await runBundle(step({ token }, env));
  expect([exitCode, outputs.outcome]).toEqual([0, 'skipped']);
  expect(annotations).toEqual([expect.objectContaining({ level: 'warning', title: 'Nothing was uploaded' })]);
  expect(readdirSync(outputs.prepared ?? '')).toEqual(['upload-1.sarif']);
});

test('a run that is cancelled while GitHub processes ends at once: it is not known what became of it', async () => {
  world.local.setCodeScanning({ processingMs: Number.POSITIVE_INFINITY });
  const running = startBundle(step());
  await running.says('Waiting until GitHub has processed it.');
  const { exitCode, outputs, annotations } = await running.kill('SIGTERM');
  expect([exitCode, outputs.outcome]).toEqual([1, 'unknown']);
  expect(annotations.map(({ message }) => message)).toEqual([
    expect.stringContaining('The run was cancelled (SIGTERM).'),
  ]);
});

test('what a report says is data: no command, no HTML, no key of ours', async () => {
  const evil = '::error::x\n##[error]y <img src=x> `a` |';
  const results = [
    at(evil, 'src/app.js', 1, { message: { text: evil } }),
    { ruleId: '__proto__', message: { text: 'x' } },
    { ruleId: evil, message: { text: 'x' } },
  ];
  writeFileSync(join(world.workspace, 'evil.sarif'), JSON.stringify(report(`Evil ${evil}`, results)));
  const { exitCode, stdout, summary, annotations, outputs } = await runBundle(step({ sarif: 'evil.sarif' }));
  expect([exitCode, annotations, outputs.outcome]).toEqual([0, [], 'uploaded']);
  expect(stdout.split('\n').filter((line) => /^\s*::(?!add-mask|group|endgroup|debug)|##\[/.test(line))).toEqual([]);
  expect(summary.replace(/(`+)[^`](?:.*?[^`])?\1(?!`)/g, '')).not.toMatch(/<img|__proto__/);
});

describe('what ships', () => {
  test('is complete, and brings the licence of every package along', async () => {
    expect(await gapsIn(action)).toEqual([]);
  });

  test('tells a wrong input without GitHub and without a reader of reports', async () => {
    const copy = await entriesOf(action);
    try {
      const { annotations } = await runBundle({ ...step({ sarif: 'none.sarif' }), action: copy.action });
      expect(annotations.map(({ message }) => message)).toEqual([expect.stringContaining('names no file')]);
    } finally {
      await copy.remove();
    }
  });
});
