import { isFailure, runsOf } from '../../src/index.ts';
import { at, type Given, reading } from '../support/run.ts';

const failing = (...invocations: object[]) => ({ invocations });
const error = (text: string, more: object = {}) => ({ level: 'error', message: { text }, ...more });

const rows: readonly (readonly [string, Given, readonly string[]])[] = [
  ['a clean run', { tool: 'Bandit', run: failing({ executionSuccessful: true }) }, []],
  ['a run without invocations', { tool: 'checkov' }, []],
  [
    'bandit and a file that does not parse',
    {
      tool: 'Bandit',
      run: failing({
        executionSuccessful: true,
        toolConfigurationNotifications: [
          error('syntax error while parsing AST from file', { locations: [at('bad.py')] }),
        ],
      }),
    },
    ['Bandit did not see everything: syntax error while parsing AST from file (bad.py)'],
  ],
  [
    'an error in the other array',
    { tool: 'X', run: failing({ executionSuccessful: true, toolExecutionNotifications: [error('out of memory')] }) },
    ['X did not see everything: out of memory'],
  ],
  [
    'a notification that is no error',
    {
      tool: 'X',
      run: failing({
        executionSuccessful: true,
        toolExecutionNotifications: [{ message: { text: 'slow' } }, { level: 'note', message: { text: 'x' } }],
      }),
    },
    [],
  ],
  [
    'Semgrep and a warning',
    {
      tool: 'Semgrep OSS',
      run: failing({
        executionSuccessful: true,
        toolExecutionNotifications: [{ level: 'warning', message: { text: 'Syntax error at line a.js:1:\n more' } }],
      }),
    },
    ['Semgrep OSS did not see everything: Syntax error at line a.js:1:'],
  ],
  ['a run that failed', { tool: 'X', run: failing({ executionSuccessful: false }) }, ['X says that its run failed.']],
  [
    'one of two invocations that failed',
    {
      tool: 'X',
      run: failing({ executionSuccessful: true }, { executionSuccessful: false, exitCodeDescription: 'killed' }),
    },
    ['X says that its run failed: killed'],
  ],
  [
    'ESLint and comments that nothing needs',
    {
      tool: 'ESLint',
      run: failing({
        executionSuccessful: false,
        toolConfigurationNotifications: [
          error("Unused eslint-disable directive (no problems were reported from 'no-eval').", {
            descriptor: { id: 'ESL0999' },
          }),
        ],
      }),
    },
    [],
  ],
  [
    'ESLint, such a comment and a file that does not parse',
    {
      tool: 'ESLint',
      run: failing({
        executionSuccessful: false,
        toolConfigurationNotifications: [
          error('Unused eslint-disable directive'),
          error('Parsing error: Unexpected token'),
        ],
      }),
    },
    [
      'ESLint did not see everything: Unused eslint-disable directive',
      'ESLint did not see everything: Parsing error: Unexpected token',
    ],
  ],
  [
    'another tool that says the same',
    {
      tool: 'X',
      run: failing({ executionSuccessful: false, toolConfigurationNotifications: [error('Unused eslint-disable x')] }),
    },
    ['X did not see everything: Unused eslint-disable x'],
  ],
  [
    'ESLint without a reason',
    { tool: 'ESLint', run: failing({ executionSuccessful: false }) },
    ['ESLint says that its run failed.'],
  ],
  [
    'SpotBugs that found bugs',
    { tool: 'SpotBugs', run: failing({ executionSuccessful: false, exitCode: 1, exitSignalName: 'BUGS FOUND' }) },
    [],
  ],
  [
    'SpotBugs without the classes it needs',
    {
      tool: 'SpotBugs',
      run: failing({
        executionSuccessful: false,
        exitCode: 3,
        toolConfigurationNotifications: [error('Classes needed for analysis were missing')],
      }),
    },
    ['SpotBugs did not see everything: Classes needed for analysis were missing'],
  ],
  [
    'kube-score and its conversion',
    { tool: 'kube-score', run: { conversion: { invocation: { executionSuccessful: false } } } },
    [],
  ],
  ['tflint’s second run, empty', { tool: 'tflint-errors' }, []],
  ['null of a tool that writes it', { tool: 'golangci-lint', run: { results: null } }, []],
  [
    'no results of a clean kube-score',
    { tool: 'kube-score', run: { results: undefined, conversion: { invocation: { executionSuccessful: false } } } },
    [],
  ],
  [
    'no results of a clean staticcheck',
    { tool: 'staticcheck', run: { results: undefined, invocations: [{ executionSuccessful: true }] } },
    [],
  ],
  [
    'no results of a tool that writes null',
    { tool: 'golangci-lint', run: { results: undefined } },
    ['The run of golangci-lint has no list of results, so it does not say that it looked.'],
  ],
  [
    'null of another',
    { tool: 'X', run: { results: null } },
    ['The run of X has null for its list of results, so it does not say that it looked.'],
  ],
  [
    'no results',
    { tool: 'Trivy', run: { results: undefined } },
    ['The run of Trivy has no list of results, so it does not say that it looked.'],
  ],
  [
    'results of another shape',
    { tool: 'X', run: { results: {} } },
    ['The run of X has something else for its list of results, so it does not say that it looked.'],
  ],
  ['no tool', { tool: '' }, ['A run does not say which tool it is of.']],
  ['no tool, where the scan says it', { tool: '', context: { named: 'checkov' } }, []],
  [
    'an error in a word that SARIF does not have',
    {
      tool: 'X',
      run: failing({ toolExecutionNotifications: [{ level: 'Fatal', message: { text: 'out of memory' } }] }),
    },
    ['X did not see everything: out of memory'],
  ],
  [
    'a level that is no error in a word that SARIF does not have',
    { tool: 'X', run: failing({ toolExecutionNotifications: [{ level: 'Information', message: { text: 'x' } }] }) },
    [],
  ],
  [
    'an error by the names of before 2.1.0 was final',
    { tool: 'X', run: failing({ toolNotifications: [error('one')], configurationNotifications: [error('two')] }) },
    ['X did not see everything: one', 'X did not see everything: two'],
  ],
  [
    'a run that failed by the name of before 2.1.0 was final',
    { tool: 'X', run: failing({ toolExecutionSuccessful: false }) },
    ['X says that its run failed.'],
  ],
  ['what is null', { tool: 'X', run: failing({ executionSuccessful: null, toolExecutionNotifications: null }) }, []],
  ['invocations that are null', { tool: 'X', run: { invocations: null } }, []],
  [
    'results in other files',
    { tool: 'X', run: { externalPropertyFileReferences: { results: [{ location: { uri: 'x.json' } }], graphs: [] } } },
    ['The run of X has results in other files, which are not read.'],
  ],
  [
    'rules and what failed in other files',
    { tool: 'X', run: { externalPropertyFileReferences: { driver: {}, invocations: [{}] } } },
    ['The run of X has invocations, driver in other files, which are not read.'],
  ],
  [
    'what is not needed in other files',
    { tool: 'X', run: { externalPropertyFileReferences: { results: [], webRequests: [{}] } } },
    [],
  ],
];

/** What says nothing that is understood of how a run went, and may say that it failed. */
const unclear: readonly (readonly [run: object, name: string])[] = [
  [{ invocations: { executionSuccessful: false } }, 'invocations'],
  [{ invocations: 'failed' }, 'invocations'],
  [{ invocations: [null] }, 'invocations'],
  [failing({ executionSuccessful: 'false' }), 'executionSuccessful'],
  [failing({ executionSuccessful: 0 }), 'executionSuccessful'],
  [failing({ executionSuccessful: true, toolExecutionNotifications: error('x') }), 'toolExecutionNotifications'],
  [failing({ executionSuccessful: true, toolConfigurationNotifications: ['x'] }), 'toolConfigurationNotifications'],
];

describe('the failures of a run', () => {
  it.each(rows)('%s', (_, given, messages) => {
    expect(reading(given).failures.map(({ message }) => message)).toEqual(messages);
  });

  it.each(unclear)('%j is none that is understood', (run, name) => {
    const message = `The run of X does not say how it went as SARIF has it: its \`${name}\` cannot be understood.`;
    expect(reading({ tool: 'X', run }).failures).toContainEqual({ kind: 'unreadable', message });
  });

  it.each([
    ['https://ci:hunter2@npm.example.com/-/audit failed', 'https://…@npm.example.com/-/audit failed'],
    ['fetch "git+ssh://token@h:22/x?y=a@b"', 'fetch "git+ssh://…@h:22/x?y=a@b"'],
    ['ask a@b.example of https://h/x@1', 'ask a@b.example of https://h/x@1'],
  ])('say no password of an address: %s', (text, said) => {
    const { failures } = reading({ tool: 'X', run: failing({ toolExecutionNotifications: [error(text)] }) });
    expect(failures.map(({ message }) => message)).toEqual([`X did not see everything: ${said}`]);
  });

  it('are a sentence each, and none twice', () => {
    const long = error('x'.repeat(1000));
    const [failure, ...rest] = reading({
      tool: 'X',
      run: failing({ toolExecutionNotifications: [long, long] }),
    }).failures;
    expect(rest).toEqual([]);
    expect(failure?.message.length).toBeLessThan(350);
  });
});

describe('a result that is none', () => {
  it.each([
    [
      'golangci-lint',
      { ruleId: 'typecheck', message: { text: 'undefined: x' } },
      'golangci-lint did not see everything (typecheck): undefined: x',
    ],
    [
      'clippy',
      { ruleId: '', level: 'error', message: { text: 'expected item' } },
      'clippy did not see everything: expected item',
    ],
    [
      'tflint-errors',
      { ruleId: 'load', message: { text: 'no such module' } },
      'tflint-errors did not see everything (load): no such module',
    ],
    [
      'Hadolint',
      { ruleId: 'DL1000', message: { text: 'unexpected' } },
      'Hadolint did not see everything (DL1000): unexpected',
    ],
    [
      'ruff',
      { ruleId: null, level: 'error', message: { text: 'SyntaxError: Expected an expression' } },
      'ruff did not see everything: SyntaxError: Expected an expression',
    ],
    ['X', 'text', 'A result of X is no object.'],
    ['X', null, 'A result of X is no object.'],
    ['X', [], 'A result of X is no object.'],
  ])('%s: %j', (tool, result, message) => {
    const found = reading({ tool }).normal(result);
    expect(isFailure(found) && found.message).toBe(message);
  });
});

describe('the runs of a report', () => {
  it.each([
    [{ version: '2.1.0', runs: [] }, 'Its SARIF has no run, so that nothing says that the tool looked.'],
    [{ version: '2.1.0' }, 'Its SARIF has no list of runs.'],
    [{ version: '2.1.0', runs: {} }, 'Its SARIF has no list of runs.'],
    [{ version: '2.1.0', runs: [null] }, 'A run of its SARIF is no object.'],
    [{ version: '1.0.0', runs: [{}] }, 'It is SARIF 1.0.0, and only SARIF 2.1.0 is read.'],
    [[], 'Its SARIF does not say of which version it is.'],
    [{ runs: [{}] }, 'Its SARIF does not say of which version it is.'],
    [{ version: 2.1, runs: [{}] }, 'Its SARIF does not say of which version it is.'],
    [
      { version: '2.1.0', runs: [{}], inlineExternalProperties: [{ results: [] }] },
      'Its SARIF has properties of its runs outside of them, which are not read.',
    ],
  ])('%j: %s', (log, message) => {
    expect(runsOf(log)).toMatchObject({ runs: [], failures: [{ kind: 'unreadable', message }] });
  });

  it('are given as they are', () => {
    expect(runsOf({ version: '2.1.0', runs: [{ results: [] }] })).toEqual({ runs: [{ results: [] }], failures: [] });
  });
});
