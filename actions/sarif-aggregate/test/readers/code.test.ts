import type { Reported } from '@actions-aws/findings';
import { readers } from '../../src/readers/readers.ts';
import { banditSamples } from './samples/bandit.ts';
import { eslintSamples } from './samples/eslint.ts';
import { gosecSamples } from './samples/gosec.ts';
import type { Sample } from './samples/sample.ts';
import { semgrepSamples } from './samples/semgrep.ts';

const code = { kind: 'code' } as const;

/** The result of a sample at an index, as it is given. */
const GIVEN: readonly (readonly [
  name: string,
  samples: readonly Sample[],
  sample: number,
  result: number,
  Reported,
])[] = [
  [
    'bandit',
    banditSamples,
    0,
    0,
    {
      rule: {
        id: 'B602',
        name: 'subprocess_popen_with_shell_equals_true',
        helpUri: 'https://bandit.readthedocs.io/en/1.9.4/plugins/b602_subprocess_popen_with_shell_equals_true.html',
        tags: ['CWE-78'],
      },
      message: 'subprocess call with shell=True identified, security issue.',
      path: './app/run.py',
      line: 11,
      column: 1,
      severity: 'HIGH',
      subject: code,
    },
  ],
  [
    'bandit, a password',
    banditSamples,
    0,
    1,
    {
      rule: {
        id: 'B105',
        name: 'hardcoded_password_string',
        helpUri: 'https://bandit.readthedocs.io/en/1.9.4/plugins/b602_subprocess_popen_with_shell_equals_true.html',
      },
      message: 'Possible hardcoded password',
      path: './app/run.py',
      line: 11,
      severity: 'LOW',
      subject: code,
    },
  ],
  [
    'ESLint',
    eslintSamples,
    0,
    0,
    {
      rule: { id: 'no-eval' },
      message: '`eval` can be harmful.',
      path: '/home/runner/work/app/app/src/run.js',
      line: 3,
      endLine: 3,
      column: 1,
      severity: 'error',
      subject: code,
    },
  ],
  [
    'ESLint, suppressed',
    eslintSamples,
    0,
    2,
    {
      rule: { id: 'no-eval' },
      message: '`eval` can be harmful.',
      path: '/home/runner/work/app/app/src/run.js',
      line: 3,
      endLine: 3,
      column: 1,
      severity: 'error',
      subject: code,
      suppressed: { by: 'tool', reason: 'the input is ours' },
    },
  ],
  [
    'ESLint, of a stale comment',
    eslintSamples,
    0,
    4,
    {
      rule: { id: 'eslint' },
      message: "Unused eslint-disable directive (no problems were reported from 'no-eval').",
      path: '/home/runner/work/app/app/src/stale.js',
      line: 1,
      column: 1,
      severity: 'warning',
      subject: code,
    },
  ],
  [
    'gosec, of several lines',
    gosecSamples,
    0,
    1,
    {
      rule: { id: 'G101', tags: ['CWE-78'] },
      message: 'Potential hardcoded credentials',
      path: '/home/runner/work/app/app/main.go',
      line: 3,
      endLine: 5,
      column: 2,
      severity: 'MEDIUM',
      subject: code,
    },
  ],
  [
    'gosec, suppressed',
    gosecSamples,
    0,
    2,
    {
      rule: { id: 'G204', tags: ['CWE-78'] },
      message: 'Subprocess launched with variable',
      path: '/home/runner/work/app/app/main.go',
      line: 9,
      column: 2,
      severity: 'MEDIUM',
      subject: code,
      suppressed: { by: 'tool', reason: 'the name is ours' },
    },
  ],
  [
    'Semgrep',
    semgrepSamples,
    0,
    0,
    {
      rule: {
        id: 'python.lang.security.audit.eval-detected.eval-detected',
        helpUri: 'https://semgrep.dev/r/x',
        tags: ['CWE-95'],
      },
      message: 'Detected the use of eval().',
      path: 'app/run.py',
      line: 4,
      endLine: 5,
      column: 1,
      severity: 'WARNING',
      subject: code,
    },
  ],
];

it.each(GIVEN)('%s', (_, samples, sample, result, given) => {
  const { tool, document } = samples[sample]!;
  expect(readers.get(tool)?.read(document, {}).results[result]).toEqual(given);
});

it.each([
  ['gosec', gosecSamples, 'v2.30.0'],
  ['semgrep', semgrepSamples, '1.185.0'],
] as const)('the version of %s', (tool, [sample], version) => {
  expect(readers.get(tool)?.read(sample?.document, {}).version).toBe(version);
});
