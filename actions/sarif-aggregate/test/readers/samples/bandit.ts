import { planted } from './planted.ts';
import type { Sample } from './sample.ts';

const metrics = { _totals: { 'SEVERITY.HIGH': 1, loc: 12, nosec: 0 }, 'app/run.py': { loc: 12 } };

const shell = {
  code: '11 subprocess.call(cmd, shell=True)\n',
  filename: './app/run.py',
  issue_confidence: 'HIGH',
  issue_severity: 'HIGH',
  issue_text: 'subprocess call with shell=True identified, security issue.',
  line_number: 11,
  line_range: [11],
  more_info: 'https://bandit.readthedocs.io/en/1.9.4/plugins/b602_subprocess_popen_with_shell_equals_true.html',
  test_id: 'B602',
  test_name: 'subprocess_popen_with_shell_equals_true',
};

const password = (rule: string, name: string) => ({
  ...shell,
  code: `3 login(password='${planted.password}')\n`,
  issue_severity: 'LOW',
  issue_text: `Possible hardcoded password: '${planted.password}'`,
  test_id: rule,
  test_name: name,
});

export const banditSamples: readonly Sample[] = [
  {
    tool: 'bandit',
    of: 'bandit 1.9',
    document: {
      errors: [],
      generated_at: '2026-11-29T10:00:00Z',
      metrics,
      results: [
        {
          ...shell,
          col_offset: 0,
          end_col_offset: 35,
          issue_cwe: { id: 78, link: 'https://cwe.mitre.org/data/definitions/78.html' },
        },
        password('B105', 'hardcoded_password_string'),
        password('B106', 'hardcoded_password_funcarg'),
        password('B107', 'hardcoded_password_default'),
      ],
    },
    counted: 'entries of `results`',
    results: 4,
  },
  {
    tool: 'bandit',
    of: 'bandit 1.4, which has neither column nor CWE',
    document: { errors: [], generated_at: '2017-05-01T10:00:00Z', metrics, results: [shell] },
    counted: 'entries of `results`',
    results: 1,
  },
  {
    tool: 'bandit',
    of: 'a file that does not parse',
    document: {
      errors: [{ filename: './app/broken.py', reason: 'syntax error while parsing AST from file' }],
      generated_at: '2026-11-29T10:00:00Z',
      metrics: { _totals: { loc: 0 } },
      results: [],
    },
    counted: 'entries of `results`',
    results: 0,
    failures: ['bandit did not read ./app/broken.py: syntax error while parsing AST from file'],
  },
];
