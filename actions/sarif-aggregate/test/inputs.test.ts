import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError, readInputs } from '@actions-aws/action';
import { inputs } from '../src/inputs/inputs.ts';

let workspace: string;
let temp: string;
beforeAll(() => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), 'workspace-')));
  temp = realpathSync(mkdtempSync(join(tmpdir(), 'temp-')));
  mkdirSync(join(workspace, 'src'));
  writeFileSync(join(workspace, 'then.sarif'), '{}');
  writeFileSync(join(temp, 'then.sarif'), '{}');
});
afterAll(() => {
  for (const folder of [workspace, temp]) rmSync(folder, { recursive: true });
});

const usual = { scans: 'bandit: bandit.sarif' };
const defaults = {
  'fail-on': 'high',
  'fail-on-new': 'never',
  kinds: 'code, dependency, secret, configuration',
  enforce: 'true',
  'working-directory': '.',
};

function read(given: Readonly<Record<string, string>>) {
  const all = Object.entries({ ...defaults, ...usual, ...given });
  const env = Object.fromEntries(all.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]));
  return readInputs(inputs, { ...env, GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temp });
}

async function wrong(given: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const thrown = await read(given).then(
    () => new Error('accepted'),
    (error: Error) => error,
  );
  if (!(thrown instanceof InputError)) throw thrown;
  return thrown.sentences;
}

describe('a mistake in a scan is one error with its place, and what to do', () => {
  test.each<readonly [mistake: string, scans: string, place: string, says: string]>([
    ['no scan', '{}', '`scans`', 'names no scan'],
    ['a list', '- bandit.sarif', '`scans`', 'must map names to reports'],
    ['a path alone', 'bandit.sarif', '`scans`', 'must map names to reports'],
    ['half a document', 'bandit: [a', '`scans`', 'not valid YAML'],
    ['a scan twice', 'bandit: a\nbandit: b', '`scans`', 'unique'],
    ['a name with a space', 'my scan: a.sarif', 'is "my scan"', 'is no name for a scan'],
    ['an empty segment', 'trivy//api: a.sarif', 'is "trivy//api"', 'is no name for a scan'],
    ['a name that ends in a slash', 'trivy/: a.sarif', 'is "trivy/"', 'is no name for a scan'],
    ['a segment that leads up', 'trivy/..: a.sarif', 'is "trivy/.."', 'is no name for a scan'],
    ['names alike', 'Trivy: a.sarif\ntrivy: b.sarif', '`scans.trivy`', 'differs from `Trivy` in capitals only'],
    ['no report', 'bandit:', '`scans.bandit`', 'names no report'],
    ['an empty report', "bandit: ''", '`scans.bandit`', 'names no report'],
    ['a number', 'bandit: 7', 'has "7" at `scans.bandit`', 'must be a path or a glob'],
    ['an empty list', 'bandit: []', '`scans.bandit`', 'is an empty list'],
    ['an empty place in a list', 'bandit: [a.sarif, ]\ntrivy: [a, null]', '`scans.trivy[1]`', 'names no report'],
    ['a negation', "bandit: '!a.sarif'", '`scans.bandit`', 'takes nothing away'],
    ['a path that leads out', 'bandit: ../a.sarif', '`scans.bandit`', 'must stay inside the workspace'],
    ['a folder of the runner', 'bandit: /etc/passwd', '`scans.bandit`', 'must stay inside the workspace'],
    ['a glob that leads out', 'bandit: ../*/a.sarif', '`scans.bandit`', 'must stay inside the workspace'],
    ['a glob that leads up again', 'bandit: a/*/../../../b', '`scans.bandit`', 'must stay inside the workspace'],
    ['no report in a mapping', 'bandit: {root: src}', '`scans.bandit`', 'has no `report`'],
    ['an unknown key', 'bandit: {report: a, colour: red}', '`scans.bandit.colour`', 'Its keys are report, root'],
    ['a key by another name', 'bandit: {file: a}', '`scans.bandit.file`', 'Write `report`'],
    ['a misspelt key', 'bandit: {report: a, manifst: b}', '`scans.bandit.manifst`', 'Write `manifest`'],
    ['a key in capitals', 'bandit: {report: a, Root: b}', '`scans.bandit.Root`', 'Write `root`'],
    ['a root that leads out', 'bandit: {report: a, root: ../b}', '`scans.bandit.root`', 'inside the checkout'],
    ['an absolute root', 'bandit: {report: a, root: /src}', '`scans.bandit.root`', 'inside the checkout'],
    ['an empty root', 'bandit: {report: a, root: }', '`scans.bandit.root`', 'inside the checkout'],
    ['the checkout as a manifest', 'npm: {report: a, manifest: .}', '`scans.npm.manifest`', 'must be a file'],
    ['an outcome of a step that is not there', 'bandit: {report: a, outcome: }', '`scans.bandit.outcome`', 'is empty'],
    ['an unknown outcome', 'bandit: {report: a, outcome: ok}', 'has "ok" at `scans.bandit.outcome`', '`success`'],
    ['an unknown kind', 'bandit: {report: a, as: sast}', 'has "sast" at `scans.bandit.as`', '`code`'],
    ['a word for a flag', 'bandit: {report: a, optional: maybe}', '`scans.bandit.optional`', '`true` or `false`'],
    ['an unknown word', 'bandit: {report: a, partial: ignore}', '`scans.bandit.partial`', '`fail` or `warn`'],
  ])('%s', async (_, scans, place, says) => {
    const sentences = await wrong({ scans });
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toContain(place);
    expect(sentences[0]).toContain(says);
  });
});

describe('a mistake in another input', () => {
  test.each<readonly [mistake: string, given: Readonly<Record<string, string>>, says: string]>([
    ['an unknown severity', { 'fail-on': 'error' }, 'Input `fail-on` is "error", but must be `critical`'],
    ['the least severity', { 'fail-on-new': 'none' }, 'Input `fail-on-new` is "none", but must be `critical`'],
    ['unknown as never', { 'unknown-as': 'never' }, 'Input `unknown-as` is "never"'],
    ['an unknown kind', { kinds: 'code, sast' }, 'Input `kinds` is "sast", but each entry must be `code`'],
    ['an empty kind', { kinds: 'code,,secret' }, 'Input `kinds` is "code,,secret", but has an empty entry'],
    [
      'a baseline that is not there',
      { baseline: 'gone.sarif' },
      'Input `baseline` is "gone.sarif", but must be a file',
    ],
    ['a baseline elsewhere', { baseline: '/etc/passwd' }, 'must stay inside the workspace or RUNNER_TEMP'],
    ['a folder as a baseline', { baseline: 'src' }, 'Input `baseline` is "src", but must be a file'],
    ['a file as the folder', { 'output-folder': 'then.sarif' }, 'must be a folder'],
    ['a folder elsewhere', { 'output-folder': '../out' }, 'must stay inside the workspace or RUNNER_TEMP'],
    ['neither on nor off', { enforce: 'yes' }, 'Input `enforce` is "yes", but must be `true` or `false`'],
    ['no checkout', { 'working-directory': 'nowhere' }, 'Input `working-directory` is "nowhere"'],
  ])('%s', async (_, given, says) => {
    const sentences = await wrong(given);
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toContain(says);
  });
});

test('tells all mistakes at once', async () => {
  const scans = 'bandit: {report: a, rot: b}\ntrivy: 7';
  expect(await wrong({ scans, 'fail-on': 'x' })).toHaveLength(3);
});

test('reads a scan by a path, by several and by a mapping', async () => {
  const scans = [
    'bandit: out/bandit.sarif',
    'trivy/web: [a.sarif, "b/*.sarif"]',
    'npm-audit:',
    '  report: audit.json',
    '  root: ./web/',
    '  manifest: web//package-lock.json',
    '  outcome: failure',
    '  as: dependency',
    '  optional: true',
    '  partial: warn',
  ].join('\n');
  expect((await read({ scans })).scans).toEqual([
    { name: 'bandit', report: ['out/bandit.sarif'], root: '', optional: false, partial: 'fail' },
    { name: 'trivy/web', report: ['a.sarif', 'b/*.sarif'], root: '', optional: false, partial: 'fail' },
    {
      name: 'npm-audit',
      report: ['audit.json'],
      root: 'web',
      manifest: 'web/package-lock.json',
      outcome: 'failure',
      as: 'dependency',
      optional: true,
      partial: 'warn',
    },
  ]);
});

test('takes keys of every object for names like others', async () => {
  const { scans } = await read({ scans: '{"__proto__": "a.sarif", "constructor": {"report": "b.sarif"}}' });
  expect(scans.map(({ name, report }) => [name, report])).toEqual([
    ['__proto__', ['a.sarif']],
    ['constructor', ['b.sarif']],
  ]);
});

test('takes files of RUNNER_TEMP, and a folder that is not there yet', async () => {
  const given = await read({
    scans: `bandit: ${temp}/bandit.sarif\ntrivy: ${temp}/*/trivy.sarif`,
    baseline: join(temp, 'then.sarif'),
    'output-folder': 'out/findings',
  });
  expect(given.scans.map(({ report }) => report)).toEqual([[`${temp}/bandit.sarif`], [`${temp}/*/trivy.sarif`]]);
  expect(given.baseline).toBe(join(temp, 'then.sarif'));
  expect(given.outputFolder).toBe(join(workspace, 'out/findings'));
});

test('has the kinds in one order, each once', async () => {
  expect((await read({ kinds: 'secret, code, secret' })).kinds).toEqual(['code', 'secret']);
});

/** The samples of the README that begin with these words, as they stand there. */
function samplesOf(begin: string): readonly string[] {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const all = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, sample = '']) => sample);
  return all.filter((sample) => sample.startsWith(begin));
}

test('the samples of the README are read as they stand there', async () => {
  const [accepted = ''] = samplesOf('# .github/accepted.yml');
  writeFileSync(join(workspace, 'accepted.yml'), accepted);
  const [scans = ''] = samplesOf('scans: |');
  const { accept, scans: found } = await read({
    accept: 'accepted.yml',
    scans: scans.replace('scans: |', '').replace(/^ {2}/gm, ''),
  });
  expect(accept?.map(({ what }) => what.by)).toEqual(['identity', 'place', 'package']);
  expect(found.map(({ name }) => name)).toEqual(['bandit', 'trivy/images', 'npm-audit/web']);
});
