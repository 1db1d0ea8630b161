import type { Result, Run } from 'sarif';
import { LIMITS } from '../src/plan/limits.ts';
import { rulesOf } from '../src/plan/rules.ts';
import { type Given, resultOf } from './support/results.ts';

const tool = (...rules: object[]): Run['tool'] => ({ driver: { name: 'Lint', rules: rules as never } });

/** What is sent of the rules of a tool after it had such results, and how these name their rules. */
function sent(
  given: Run['tool'],
  results: readonly Given[],
): { names: Pick<Result, 'ruleId' | 'ruleIndex' | 'rule'>[]; tool: Run['tool'] } {
  const rules = rulesOf(given);
  const names = results.map((one) => rules.referTo(resultOf(one)));
  return { names, tool: rules.tool() };
}

test('only rules that are needed are sent, and results find them in their new places', () => {
  const { names, tool: of } = sent(tool({ id: 'a' }, { id: 'b' }, { id: 'c' }), [
    { rule: 'c', sarif: { ruleId: 'c', ruleIndex: 2 } },
    { rule: 'a', sarif: { ruleId: 'a' } },
    { rule: 'c', sarif: { ruleId: 'c' } },
  ]);
  expect(of.driver.rules?.map(({ id }) => id)).toEqual(['c', 'a']);
  expect(names.map(({ ruleId, ruleIndex }) => `${ruleId} ${ruleIndex}`)).toEqual(['c 0', 'a 1', 'c 0']);
});

test.each<[name: string, result: Partial<Result>, found: string]>([
  ['by its index alone', { ruleId: undefined as never, ruleIndex: 1 }, 'b'],
  ['by its id, where the index leads to another', { ruleId: 'b', ruleIndex: 0 }, 'b'],
  ['by an id that goes on after a slash', { ruleId: 'b/detail' }, 'b'],
  ['by its reference', { ruleId: undefined as never, rule: { id: 'b', index: 1 } }, 'b'],
  ['not at all, and then it is made', { ruleId: 'no-eval' }, 'no-eval'],
])('a rule is found %s', (_, result, found) => {
  const { names, tool: of } = sent(tool({ id: 'a' }, { id: 'b' }), [{ sarif: result }]);
  expect(of.driver.rules?.map(({ id }) => id)).toEqual([found]);
  expect(names[0]?.ruleId).toBe(result.ruleId ?? found);
});

test('a rule of an extension stays there', () => {
  const extensions = [
    { name: 'unused', rules: [{ id: 'x' }] },
    { name: 'pack', version: '1', rules: [{ id: 'q' }, { id: 'r' }] },
  ];
  const { names, tool: of } = sent({ driver: { name: 'CodeQL' }, extensions }, [
    { rule: 'r', sarif: { ruleId: 'r', rule: { id: 'r', index: 1, toolComponent: { index: 1 } } } },
  ]);
  expect(of.extensions?.map(({ name, rules }) => [name, rules?.map(({ id }) => id)])).toEqual([['pack', ['r']]]);
  expect(names).toEqual([{ ruleId: 'r', rule: { id: 'r', index: 0, toolComponent: { index: 0 } } }]);
});

test('of more extensions than GitHub takes, the rules of the last go to the tool itself', () => {
  const extensions = Array.from({ length: LIMITS.extensions + 2 }, (_, index) => ({
    name: `e${index}`,
    rules: [{ id: `r${index}` }],
  }));
  const { tool: of } = sent(
    { driver: { name: 'Many' }, extensions },
    extensions.map((_, index) => ({ rule: `r${index}`, sarif: { ruleId: `r${index}` } })),
  );
  expect(of.extensions).toHaveLength(LIMITS.extensions);
  expect(of.driver.rules?.map(({ id }) => id)).toEqual(['r100', 'r101']);
});

test('texts are within GitHub’s limits, and none that it requires is missing', () => {
  const long = '𝒳'.repeat(2000);
  const rule = {
    id: 'no-eval',
    name: long,
    shortDescription: { text: long },
    properties: { tags: Array.from({ length: 30 }, (_, index) => `t${index}`) },
  };
  const [made] = sent(tool(rule), [{ sarif: { ruleId: 'no-eval' } }]).tool.driver.rules ?? [];
  expect([...(made?.name ?? '')]).toHaveLength(LIMITS.name);
  expect([...(made?.shortDescription?.text ?? '')]).toHaveLength(LIMITS.description);
  expect(made?.properties?.tags).toHaveLength(LIMITS.tags);
  const [bare] = sent(tool({ id: 'no-eval' }), [{}]).tool.driver.rules ?? [];
  expect(bare).toEqual({
    id: 'no-eval',
    shortDescription: { text: 'no-eval' },
    fullDescription: { text: 'no-eval' },
    help: { text: 'no-eval' },
    properties: {},
  });
});

test('of a rule for secrets only the short text is sent: Trivy has the line of one in the others', () => {
  const line = 'KEY=hunter2';
  const rule = {
    id: 'own',
    shortDescription: { text: 'A key' },
    fullDescription: { text: line },
    help: { text: line, markdown: line },
  };
  const given = { rule: 'own', sarif: { ruleId: 'own' } };
  const [made] =
    sent(tool(rule), [given, { ...given, kind: 'secret', subject: { kind: 'secret' } }]).tool.driver.rules ?? [];
  expect(made).toMatchObject({ fullDescription: { text: 'A key' }, help: { text: 'A key' } });
  expect(JSON.stringify(made)).not.toContain(line);
});

test.each<[name: string, rule: object, results: readonly Given[], score: string | undefined]>([
  ['the tool’s own stays', { 'security-severity': '6.1' }, [{ severity: 'critical', source: 'tool' }], '6.1'],
  ['one that is a number becomes text', { 'security-severity': 6.1 }, [{}], '6.1'],
  ['0 is none', { 'security-severity': '0.0' }, [{}], undefined],
  ['more than 10 is none', { 'security-severity': '11' }, [{}], undefined],
  ['text is none', { 'security-severity': 'high' }, [{}], undefined],
  ['a tool’s word gives one', {}, [{ severity: 'high', source: 'tool' }], '8'],
  ['CVSS gives its own', {}, [{ severity: 'high', source: 'cvss', said: '7.4' }], '7.4'],
  ['a level says as much by itself', {}, [{ severity: 'high', source: 'level' }], undefined],
  ['what is not known has none', {}, [{ severity: 'unknown', source: 'tool' }], undefined],
  ['a secret is the worst', {}, [{ kind: 'secret', severity: 'medium' }], '9.5'],
  ['lint is no security', {}, [{ kind: 'lint', severity: 'high', source: 'tool' }], undefined],
  [
    'of several results the highest counts',
    {},
    [
      { severity: 'low', source: 'tool' },
      { severity: 'high', source: 'tool' },
      { severity: 'medium', source: 'tool' },
    ],
    '8',
  ],
])('a score: %s', (_, properties, results, score) => {
  const [made] =
    sent(tool({ id: 'no-eval', properties: { tags: ['a'], ...properties } }), results).tool.driver.rules ?? [];
  expect(made?.properties?.['security-severity']).toBe(score);
  // Without the tag GitHub does not look at it.
  expect(made?.properties?.tags).toEqual(score === undefined ? ['a'] : ['security', 'a']);
});

test('keys such as __proto__ are ids of rules like others', () => {
  const { names, tool: of } = sent(tool({ id: '__proto__' }), [
    { rule: '__proto__', sarif: { ruleId: '__proto__' } },
    { rule: 'constructor', sarif: { ruleId: 'constructor' } },
  ]);
  expect(of.driver.rules?.map(({ id }) => id)).toEqual(['__proto__', 'constructor']);
  expect(names.map(({ ruleIndex }) => ruleIndex)).toEqual([0, 1]);
});
