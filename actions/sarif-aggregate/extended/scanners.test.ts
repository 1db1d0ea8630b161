import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { type Served, serve } from '@actions-aws/testing/http';
import { newWorkspace, type Workspace } from '../test/support/run.ts';

// Current scanners really run on a small sample of ours, one that is well and one that they cannot read, and what they write goes
// through. Needs them on the PATH: `.ci/run` installs them.

/** Found by its form and by how random it is, and never a real one. */
const token = `ghp_${createHash('sha256').update('of no account').digest('base64').replace(/\W/g, '').slice(0, 36)}`;

const sample: Readonly<Record<string, string>> = {
  'src/app.py':
    'import subprocess\n\npassword = "correct-horse"\n\n\ndef run(it):\n    return eval(it) or subprocess.call(it, shell=True)\n',
  'src/app.js': 'export function run(it) {\n  return eval(it);\n}\n',
  'src/key.txt': `token = "${token}"\n`,
  'main.tf': 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}\n',
  'template.yaml':
    "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueNam: jobs\n",
  // A rule of two languages is read as one of the first.
  'rules.yml': ['python', 'javascript']
    .map(
      (language) =>
        `  - { id: no-${language}-eval, languages: [${language}], severity: ERROR, message: m, pattern: eval(...) }\n`,
    )
    .reduce((rules, rule) => rules + rule, 'rules:\n'),
  'eslint.config.mjs': "export default [{ files: ['src/*.js'], rules: { 'no-eval': 'error' } }];\n",
  'package.json': '{ "name": "sample", "version": "1.0.0", "dependencies": { "lodash": "4.17.20" } }\n',
  'package-lock.json': JSON.stringify({
    ...{ name: 'sample', version: '1.0.0', lockfileVersion: 3, requires: true },
    packages: {
      '': { name: 'sample', version: '1.0.0', dependencies: { lodash: '4.17.20' } },
      'node_modules/lodash': { version: '4.17.20', resolved: 'http://registry.example/lodash.tgz' },
    },
  }),
};

/** What none of them can read. */
const torn: Readonly<Record<string, string>> = {
  ...{ 'src/app.py': 'def run(:\n', 'src/app.js': 'export function {\n  eval(it)\n' },
  ...{ 'main.tf': 'resource "aws_s3_bucket" {{{\n', 'template.yaml': 'Resources: [\n' },
};

let workspace: Workspace;
let registry: Served;
beforeAll(async () => {
  workspace = newWorkspace();
  registry = await serve(({ url = '', method }, response) => {
    const advisory = {
      ...{ id: 1065, url: 'https://github.com/advisories/GHSA-35jh-r3h4-6jhm', title: 'Command Injection' },
      ...{ severity: 'high', vulnerable_versions: '<4.17.21', cwe: ['CWE-77'], cvss: { score: 7.2, vectorString: '' } },
    };
    const versions = { '4.17.20': { version: '4.17.20' }, '4.17.21': { version: '4.17.21' } };
    const answers: Readonly<Record<string, object>> = {
      'POST /-/npm/v1/security/advisories/bulk': { lodash: [advisory] },
      'GET /lodash': { name: 'lodash', 'dist-tags': { latest: '4.17.21' }, versions },
    };
    const answer = answers[`${method} ${url}`];
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}));
  });
}, 60_000);
afterAll(async () => {
  await registry.stop();
  workspace.remove();
});

interface Scanner {
  readonly program: string;
  readonly args: (registry: string) => readonly string[];
  /** The report, where it is not what the program prints. */
  readonly report?: string;
  readonly scan: string;
  /** Rules and places of results that there must be. */
  readonly finds: readonly string[];
  /** What is said of a sample that it cannot read; absent where it reads anything. */
  readonly tornSays?: RegExp;
}

const scanners: readonly Scanner[] = [
  {
    program: 'bandit',
    args: () => ['-q', '-r', 'src', '-f', 'json', '-o', 'report'],
    report: 'report',
    scan: 'bandit: report',
    finds: ['B307 src/app.py:7', 'B602 src/app.py:7', 'B105 src/app.py:3'],
    tornSays: /did not see everything|could not|syntax/i,
  },
  {
    program: 'semgrep',
    args: () => 'scan --config rules.yml --metrics off --disable-version-check --json -o report src'.split(' '),
    report: 'report',
    scan: 'semgrep: report',
    finds: ['no-python-eval src/app.py:7', 'no-javascript-eval src/app.js:2'],
    // Of torn Python it says nothing at all, and of torn JavaScript only where the text of a rule is in it.
    tornSays: /src\/app\.js/,
  },
  {
    program: 'checkov',
    args: () => ['-f', 'main.tf', '-o', 'json', '--quiet', '--skip-download'],
    scan: 'checkov: report',
    finds: ['CKV_AWS_18 main.tf:1'],
    tornSays: /did not read 1 file/,
  },
  {
    program: 'gitleaks',
    args: () => 'dir src --no-banner --log-level error -f sarif -r report'.split(' '),
    report: 'report',
    scan: 'gitleaks: report',
    finds: ['github-pat src/key.txt:1'],
  },
  {
    program: 'cfn-lint',
    args: () => ['template.yaml', '--format', 'json'],
    scan: 'cfn-lint: report',
    finds: ['E3002 template.yaml:6'],
    tornSays: /E0000|template\.yaml/,
  },
  {
    program: 'eslint',
    args: () => ['-f', 'json', '-o', 'report', 'src'],
    report: 'report',
    scan: 'eslint: report',
    finds: ['no-eval src/app.js:2'],
    tornSays: /src\/app\.js/,
  },
  {
    program: 'npm',
    args: (address) => ['audit', '--json', '--registry', address],
    scan: 'npm-audit: {report: report, manifest: package-lock.json}',
    finds: ['GHSA-35jh-r3h4-6jhm package-lock.json'],
  },
];

/** Has a scanner look at a sample of its own, and its report aggregated. */
async function scanned(
  { program, args, report, scan }: Scanner,
  files: Readonly<Record<string, string>>,
  address: string,
) {
  rmSync(workspace.folder, { recursive: true, force: true });
  for (const [name, content] of Object.entries(files)) workspace.write(name, content);
  const env = { PATH: process.env.PATH, HOME: workspace.temp, NO_COLOR: '1', SEMGREP_SEND_METRICS: 'off' };
  const child = spawn(program, args(address), { cwd: workspace.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [printed, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (report === undefined) workspace.write('report', printed);
  else if (!existsSync(workspace.path(report)))
    throw new Error(`${program} ended with ${code}, and wrote nothing:\n${said}`);
  const run = await workspace.run({ scans: scan });
  const { scans, findings } = JSON.parse(run.file('json')) as Told;
  const [told] = scans;
  return {
    run,
    complete: told?.complete,
    failures: (told?.failures ?? []).map(({ message }) => message).join('\n'),
    finds: findings.map(({ rule, path: file, line }) => `${rule} ${file}${line === undefined ? '' : `:${line}`}`),
  };
}

interface Told {
  readonly scans: readonly { readonly complete: boolean; readonly failures: readonly { readonly message: string }[] }[];
  readonly findings: readonly { readonly rule: string; readonly path?: string; readonly line?: number }[];
}

const named = scanners.map((scanner) => [scanner.program, scanner] as const);

test.each(named)(
  'what %s finds is told, and it ran whole',
  async (_, scanner) => {
    const { run, complete, failures, finds } = await scanned(scanner, sample, registry.address);
    expect([failures, complete]).toEqual(['', true]);
    expect(finds).toEqual(expect.arrayContaining([...scanner.finds]));
    for (const name of ['sarif', 'html', 'json', 'csv'] as const) expect(run.file(name)).not.toContain(token);
    expect(run.summary).not.toContain(token);
  },
  180_000,
);

const tearable = named.filter(([, { tornSays }]) => tornSays);

test.each(tearable)(
  'what %s cannot read makes its scan incomplete',
  async (_, scanner) => {
    const { complete, failures } = await scanned(scanner, { ...sample, ...torn }, registry.address);
    expect(failures).toMatch(scanner.tornSays ?? /^$/);
    expect(complete).toBe(false);
  },
  180_000,
);

test('npm that gets no answer makes its scan incomplete', async () => {
  const [, npm] = named.at(-1) ?? [];
  if (!npm) throw new Error('npm is the last.');
  const { complete, failures } = await scanned(npm, sample, 'http://127.0.0.1:1');
  expect([complete, failures]).toEqual([false, expect.stringMatching(/ECONNREFUSED|failed/i)]);
}, 180_000);
