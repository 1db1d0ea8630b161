import { planted } from './planted.ts';
import type { Sample } from './sample.ts';

const issue = {
  severity: 'MEDIUM',
  confidence: 'HIGH',
  cwe: { id: '78', url: 'https://cwe.mitre.org/data/definitions/78.html' },
  rule_id: 'G204',
  details: 'Subprocess launched with variable',
  file: '/home/runner/work/app/app/main.go',
  code: '9: exec.Command(name)\n',
  line: '9',
  column: '2',
  nosec: false,
  suppressions: null,
};
const stats = { files: 2, lines: 40, nosec: 1, found: 2 };

export const gosecSamples: readonly Sample[] = [
  {
    tool: 'gosec',
    of: 'gosec 2.30 with -track-suppressions',
    document: {
      'Golang errors': {},
      Issues: [
        issue,
        {
          ...issue,
          rule_id: 'G101',
          details: 'Potential hardcoded credentials',
          code: `3: token := "${planted.value}"\n`,
          line: '3-5',
        },
        { ...issue, nosec: true, suppressions: [{ kind: 'inSource', justification: 'the name is ours' }] },
        { ...issue, suppressions: [{ kind: 'external', justification: '' }] },
      ],
      Stats: stats,
      GosecVersion: 'v2.30.0',
    },
    counted: 'entries of `Issues`',
    results: 4,
    suppressed: 2,
  },
  {
    tool: 'gosec',
    of: 'gosec 2.0',
    document: { Issues: [{ ...issue, cwe: { ID: '78', URL: '' }, suppressions: undefined }], Stats: stats },
    counted: 'entries of `Issues`',
    results: 1,
  },
  {
    tool: 'gosec',
    of: 'code that does not compile',
    document: {
      'Golang errors': {
        '/app/main.go': [
          { line: 4, column: 2, error: 'undefined: x' },
          { line: 0, column: 0, error: 'no package' },
        ],
      },
      Issues: [],
      Stats: stats,
      GosecVersion: 'v2.30.0',
    },
    counted: 'entries of `Issues`',
    results: 0,
    failures: ['gosec did not read /app/main.go, line 4: undefined: x', 'gosec did not read /app/main.go: no package'],
  },
];
