import { planted, plantedLine } from './planted.ts';
import type { Sample } from './sample.ts';

const result = {
  check_id: 'python.lang.security.audit.eval-detected.eval-detected',
  path: 'app/run.py',
  start: { line: 4, col: 1, offset: 40 },
  end: { line: 5, col: 8, offset: 47 },
  extra: {
    message: 'Detected the use of eval().',
    metadata: {
      cwe: ["CWE-95: Improper Neutralization of Directives in Dynamically Evaluated Code ('Eval Injection')"],
      source: 'https://semgrep.dev/r/x',
    },
    severity: 'WARNING',
    fingerprint: 'requires login',
    lines: 'requires login',
    is_ignored: false,
  },
};

export const semgrepSamples: readonly Sample[] = [
  {
    tool: 'semgrep',
    of: 'Semgrep 1.185',
    document: {
      version: '1.185.0',
      results: [
        result,
        { ...result, extra: { ...result.extra, is_ignored: true } },
        {
          ...result,
          check_id: 'generic.secrets.security.detected-aws-key.detected-aws-key',
          extra: {
            ...result.extra,
            message: `A key ${planted.value} is in the code.`,
            lines: plantedLine,
            metavars: { $KEY: { abstract_content: planted.value } },
          },
        },
        // As Semgrep 1.185 writes it for who is not logged in: what matched is in the message alone.
        {
          ...result,
          check_id: 'rules.hardcoded-password',
          extra: {
            ...result.extra,
            message: `password is "${planted.password}"`,
            metadata: {},
            lines: 'requires login',
          },
        },
      ],
      errors: [],
      paths: { scanned: ['app/run.py'] },
    },
    counted: 'entries of `results`',
    results: 4,
    suppressed: 1,
  },
  {
    tool: 'semgrep',
    of: 'Semgrep 0.40, without version and paths',
    document: { results: [{ ...result, extra: { ...result.extra, metadata: {} } }], errors: [] },
    counted: 'entries of `results`',
    results: 1,
  },
  {
    tool: 'semgrep',
    of: 'files that do not parse, as error and as warning',
    document: {
      version: '1.185.0',
      results: [],
      errors: [
        {
          code: 3,
          level: 'warn',
          type: ['PartialParsing', [{ path: 'app/broken.js', start: {}, end: {} }]],
          message: `Syntax error at line app/broken.js:2:\n \`${plantedLine}\` was unexpected`,
          path: 'app/broken.js',
        },
        { code: 2, level: 'error', type: 'Timeout', path: 'app/long.js' },
        { type: 'SemgrepError', level: 'error', long_msg: 'invalid configuration file', code: 7 },
      ],
      paths: { scanned: [] },
    },
    counted: 'entries of `results`',
    results: 0,
    failures: [
      'Semgrep did not see everything of app/broken.js: Syntax error at line app/broken.js:2:',
      'Semgrep did not see everything of app/long.js: Timeout',
      'Semgrep did not see everything: invalid configuration file',
    ],
  },
];
