import type { KnownTool } from '@actions-aws/findings';
import { recognise } from '../../src/readers/readers.ts';

const clean = { actions: [], advisories: {}, muted: [], metadata: { dependencies: 3 } };
const log = [{ level: 'info-0', ts: '2026-11-29T10:00:00Z', msg: 'finished scanning' }];

/** What document under which name is whose. */
const RECOGNISED: readonly (readonly [document: unknown, named: readonly KnownTool[], tool: KnownTool | undefined])[] =
  [
    [[], [], undefined],
    [[], ['gitleaks'], 'gitleaks'],
    [[], ['eslint'], 'eslint'],
    [[], ['hadolint'], 'hadolint'],
    [[], ['cfn-lint'], 'cfn-lint'],
    [[], ['safety'], 'safety'],
    [[], ['bandit'], undefined],
    [[], ['trufflehog'], 'trufflehog'],
    [undefined, [], undefined],
    [undefined, ['trufflehog'], 'trufflehog'],
    [undefined, ['gitleaks'], undefined],
    [null, ['gitleaks'], undefined],
    [{}, ['gitleaks', 'npm-audit'], undefined],
    ['results', ['tfsec'], undefined],
    [{ results: null }, ['tfsec'], 'tfsec'],
    [{ results: [] }, ['tfsec'], 'tfsec'],
    [{ results: [] }, [], undefined],
    [{ results: [], errors: [] }, ['semgrep'], 'semgrep'],
    [{ results: [], errors: [] }, [], undefined],
    // Of npm 6 and of pnpm this is the same.
    [clean, [], 'pnpm-audit'],
    [clean, ['pnpm-audit'], 'pnpm-audit'],
    [clean, ['npm-audit'], 'npm-audit'],
    [log, ['trufflehog'], 'trufflehog'],
    [log, [], undefined],
    // Another tool's than the name says, which the caller sees.
    [[{ filePath: 'a.js', messages: [] }], ['gitleaks'], 'eslint'],
    [[{ filePath: 'a.js', messages: [] }], ['snyk', 'snyk-code'], 'eslint'],
  ];

describe('recognise', () => {
  it.each(RECOGNISED)('%j under the name of %j', (document, named, tool) => {
    expect(recognise(document, named)?.tool).toBe(tool);
  });

  it.each(RECOGNISED.filter(([document]) => Array.isArray(document) && document.length === 0))(
    '%j of %j has no results',
    (document, named, tool) => {
      const none = tool && { results: [], failures: [] };
      expect(recognise(document, named)?.read(document, {})).toEqual(none);
    },
  );

  it('a file without a byte has no results', () => {
    expect(recognise(undefined, ['trufflehog'])?.read(undefined, {})).toEqual({ results: [], failures: [] });
  });
});
