import { recognise } from '../../src/readers/readers.ts';

const oldClean = { actions: [], advisories: {}, muted: [], metadata: { dependencies: 3 } };

describe('recognise', () => {
  it.each([
    ['[]', [], ['gitleaks'], 'gitleaks'],
    ['[]', [], ['eslint'], 'eslint'],
    ['[]', [], ['bandit'], undefined],
    ['[]', [], [], undefined],
    ['{}', {}, ['gitleaks'], undefined],
    ['null', null, ['gitleaks'], undefined],
    ['a clean report of npm 6, which names neither itself nor a run', oldClean, ['npm-audit'], 'npm-audit'],
    ['another tool’s report', [{ filePath: 'a.js', messages: [] }], ['gitleaks'], 'eslint'],
    ['a name that we do not know', [], ['__proto__'], undefined],
    ['text', 'results', [], undefined],
  ])('%s (%j) under the name of %j', (_, document, named, tool) => {
    expect(recognise(document, named)?.tool).toBe(tool);
  });
});
