import { planted } from './planted.ts';
import type { Sample } from './sample.ts';

const file = (path: string, messages: readonly unknown[], more: Readonly<Record<string, unknown>> = {}) => ({
  filePath: path,
  messages,
  errorCount: messages.length,
  warningCount: 0,
  fixableErrorCount: 0,
  fixableWarningCount: 0,
  ...more,
});

const noEval = {
  ruleId: 'no-eval',
  severity: 2,
  message: '`eval` can be harmful.',
  line: 3,
  column: 1,
  endLine: 3,
  endColumn: 5,
  nodeType: 'CallExpression',
  messageId: 'unexpected',
};

export const eslintSamples: readonly Sample[] = [
  {
    tool: 'eslint',
    of: 'ESLint 10',
    document: [
      file('/home/runner/work/app/app/src/clean.js', [], { suppressedMessages: [] }),
      file('/home/runner/work/app/app/src/run.js', [noEval, { ...noEval, ruleId: 'no-unused-vars', severity: 1 }], {
        suppressedMessages: [
          { ...noEval, suppressions: [{ kind: 'directive', justification: 'the input is ours' }] },
          { ...noEval, line: 9, suppressions: [{ kind: 'directive', justification: '' }] },
        ],
        fatalErrorCount: 0,
        usedDeprecatedRules: [],
      }),
      file('/home/runner/work/app/app/src/stale.js', [
        {
          ruleId: null,
          severity: 1,
          message: "Unused eslint-disable directive (no problems were reported from 'no-eval').",
          line: 1,
          column: 1,
        },
      ]),
    ],
    counted: '`messages` that are not fatal, and `suppressedMessages`',
    results: 5,
    suppressed: 2,
  },
  {
    tool: 'eslint',
    of: 'ESLint 6, without suppressedMessages',
    document: [file('src/run.js', [noEval], { source: 'eval(x)' })],
    counted: '`messages` that are not fatal',
    results: 1,
  },
  {
    tool: 'eslint',
    of: 'a file that does not parse',
    document: [
      file('src/broken.js', [
        {
          ruleId: null,
          nodeType: null,
          fatal: true,
          severity: 2,
          message: 'Parsing error: Unexpected token {',
          line: 2,
          column: 9,
        },
      ]),
    ],
    counted: '`messages` that are not fatal',
    results: 0,
    failures: ['ESLint did not read src/broken.js, line 2: Parsing error: Unexpected token {'],
  },
  {
    tool: 'eslint',
    of: 'a rule that writes what it found',
    document: [
      file('src/keys.js', [
        { ...noEval, ruleId: 'no-secrets/no-secrets', message: `Found a string with entropy 4.3 : "${planted.value}"` },
      ]),
    ],
    counted: '`messages` that are not fatal',
    results: 1,
  },
];
