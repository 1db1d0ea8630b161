import { at, resultOf } from '../support/run.ts';

const rule = (id: string, level: string, more: object = {}) => ({ id, defaultConfiguration: { level }, ...more });

/** A run with two rules in the driver and two in an extension. */
const tool = {
  driver: { name: 'X', guid: 'd', rules: [rule('a', 'note'), rule('b', 'error'), null, rule('a/b/c', 'none')] },
  extensions: [{ name: 'pack', guid: 'p', rules: [rule('a', 'error', { guid: 'g' }), rule('only', 'note')] }],
};

describe('the rule of a result', () => {
  it.each([
    ['by index', { ruleIndex: 1 }, 'b', 'error'],
    ['by id', { ruleId: 'b' }, 'b', 'error'],
    ['by id where the index is left out, though it is 0 (gosec)', { ruleId: 'a' }, 'a', 'note'],
    ['by id where the index is another rule’s (Grype of 2022)', { ruleId: 'b', ruleIndex: 0 }, 'b', 'error'],
    ['by reference', { rule: { id: 'b', index: 1 } }, 'b', 'error'],
    ['of an extension, by index', { ruleId: 'a', rule: { index: 0, toolComponent: { index: 0 } } }, 'a', 'error'],
    ['of an extension, by its name', { ruleId: 'a', rule: { toolComponent: { name: 'pack' } } }, 'a', 'error'],
    ['of an extension, by its guid', { rule: { index: 1, toolComponent: { guid: 'p' } } }, 'only', 'note'],
    ['by guid', { ruleId: 'a', rule: { guid: 'g' } }, 'a', 'error'],
    ['of an extension that is not named', { ruleId: 'only' }, 'only', 'note'],
    ['by the beginning of a hierarchical id', { ruleId: 'a/x/y' }, 'a/x/y', 'note'],
    ['by the whole of a hierarchical id first', { ruleId: 'a/b/c', level: 'error' }, 'a/b/c', 'error'],
    ['by index, with a hierarchical id', { ruleId: 'b/x', ruleIndex: 1 }, 'b/x', 'error'],
    ['that is null', { ruleId: 'z', ruleIndex: 2 }, 'z', 'warning'],
    ['beyond the list', { ruleId: 'z', ruleIndex: 99 }, 'z', 'warning'],
    ['that nothing describes', { ruleId: 'toString' }, 'toString', 'warning'],
    ['called __proto__', { ruleId: '__proto__' }, '__proto__', 'warning'],
    ['of an id of another shape', { ruleId: 7, ruleIndex: 1 }, 'b', 'error'],
  ])('%s', (_, result, id, level) => {
    const found = resultOf({ tool: 'X', run: { tool }, result });
    expect([found.rule.id, found.sarif.ruleId, found.sarif.level]).toEqual([id, id, level]);
  });

  it('is told with what it says of itself', () => {
    const described = {
      id: 'r',
      name: 'Rule',
      shortDescription: { text: 'Short.' },
      fullDescription: { text: 'Full.' },
      help: { text: 'plain', markdown: '**marked**' },
      helpUri: 'https://example.com/r',
      properties: { tags: ['security', 7] },
    };
    expect(resultOf({ tool: 'X', rule: described, result: { ruleId: 'r' } }).rule).toEqual({
      id: 'r',
      name: 'Rule',
      summary: 'Short.',
      help: '**marked**',
      helpUri: 'https://example.com/r',
      tags: ['security'],
    });
  });

  it.each(['not a valid URI', 'javascript:alert(1)', 'https://', 'http://a b', '/docs/r', 7, ''])(
    'has no link to what is no address of the web: %j',
    (helpUri) => {
      expect(resultOf({ tool: 'X', rule: { id: 'r', helpUri }, result: { ruleId: 'r' } }).rule).toEqual({ id: 'r' });
    },
  );
});

describe('the level of a result', () => {
  const overrides = (...levels: string[]) => ({
    tool,
    invocations: levels.map((level) => ({
      executionSuccessful: true,
      ruleConfigurationOverrides: [{ descriptor: { id: 'a' }, configuration: { level } }],
    })),
  });
  it.each([
    ['that the invocation sets', overrides('error'), { ruleId: 'a' }, 'high'],
    [
      'that its own invocation sets',
      overrides('note', 'error'),
      { ruleId: 'a', provenance: { invocationIndex: 1 } },
      'high',
    ],
    ['of its own', overrides('error'), { ruleId: 'a', level: 'note' }, 'low'],
    ['of another rule', overrides('note'), { ruleId: 'b' }, 'high'],
    ['of a result that passed', { tool }, { ruleId: 'b', kind: 'pass' }, 'none'],
  ])('%s', (_, run, result, severity) => {
    expect(resultOf({ tool: 'X', run, result }).severity.word).toBe(severity);
  });

  it('counts last', () => {
    const scored = { id: 'r', properties: { cvssv2_score: 5, cvssv3_baseScore: 9.1, 'security-severity': '2.0' } };
    const severity = (rule: object, result: object = {}) =>
      resultOf({ tool: 'X', rule, result: { ruleId: 'r', ...result } }).severity;
    expect(severity(scored, { level: 'note' })).toEqual({ word: 'critical', source: 'cvss', said: '9.1' });
    expect(severity({ id: 'r', properties: { 'security-severity': '2.0' } })).toEqual({
      word: 'low',
      source: 'security-severity',
      said: '2.0',
    });
    expect(severity(scored, { properties: { severity: 'MODERATE' } })).toEqual({
      word: 'medium',
      source: 'tool',
      said: 'MODERATE',
    });
    expect(severity(scored, { level: 'none' })).toEqual({ word: 'none', source: 'level', said: 'none' });
  });
});

describe('the message of a result', () => {
  const strings = { id: 'r', messageStrings: { default: { text: 'No {0} in {1}, {{0}} {9}' } } };
  it.each([
    ['as it stands', { text: 'a {0} b' }, 'a {0} b'],
    ['with arguments', { text: '{0} and {1}', arguments: ['x', 'y'] }, 'x and y'],
    ['of its rule', { id: 'default', arguments: ['a', 'b'] }, 'No a in b, {0} {9}'],
    ['of its tool', { id: 'shared', arguments: ['a'] }, 'shared a'],
    ['of none', { id: 'constructor' }, 'r'],
    ['in Markdown alone', { markdown: '*a*' }, '*a*'],
    ['that is a text', 'plain', 'plain'],
    ['that is none', undefined, 'r'],
  ])('%s', (_, message, text) => {
    const driver = { name: 'X', rules: [strings], globalMessageStrings: { shared: { text: 'shared {0}' } } };
    const found = resultOf({
      tool: 'X',
      run: { tool: { driver } },
      result: { ruleId: 'r', message, locations: [at('a', 1)] },
    });
    expect(found.sarif.message.text).toBe(text);
  });

  it('has its Markdown, too', () => {
    const message = { text: 'x in y', markdown: '{0} in {1}', arguments: ['[x](0)', '[y](1)'] };
    expect(resultOf({ tool: 'X', result: { ruleId: 'r', message } }).sarif.message).toEqual({
      text: 'x in y',
      markdown: '[x](0) in [y](1)',
    });
  });
});
