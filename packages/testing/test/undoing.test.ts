import { wrongUndoing } from '../src/index.ts';

const UNDOING = { action: 'lambda-rollback', input: 'only-if', output: 'promoted-versions', any: 'any' };
const OUTCOME = "steps.promote.outputs.outcome == 'promoted'";
const WHOLE = `(failure() || cancelled()) && ${OUTCOME}`;
const VERSIONS = 'steps.promote.outputs.promoted-versions';

function step(condition: string, onlyIf: string, functions = 'search-api'): string {
  return [
    ...(condition
      ? [`- if: ${condition}`, '  uses: org/actions/lambda-rollback@v1']
      : ['- uses: org/actions/lambda-rollback@v1']),
    '  with:',
    `    functions: ${functions}`,
    ...(onlyIf ? [`    only-if: ${onlyIf}`] : []),
    '',
  ].join('\n');
}

const expression = (text: string) => `\${{ ${text} }}`;

test.each<[string, string]>([
  ['a step after a promotion', step(WHOLE, expression(VERSIONS))],
  ['one after a share that was held', step(WHOLE.replace('promoted', 'held'), `"${expression(VERSIONS)}"`)],
  ['a button', step('', 'any')],
  [
    'a job of its own',
    `jobs:\n  back:\n    if: ${expression(`(failure() || cancelled() || needs.e2e.result == 'cancelled') && needs.promote.outputs.outcome == 'promoted'`)}\n    steps:\n${step('', expression('needs.promote.outputs.promoted-versions')).replace(/^/gm, '      ')}`,
  ],
  [
    'one whose entries have it',
    step(WHOLE, '', `'[{ name: api, only-if: ${expression(`fromJSON(${VERSIONS}).api`)} }]'`),
  ],
])('%s is right', (_what, text) => {
  expect(wrongUndoing({ file: 'deploy.yml', text }, UNDOING)).toEqual([]);
});

const NO_CONDITION =
  'runs `lambda-rollback` without `(failure() || cancelled()) && ….outputs.outcome == …` in an `if`.';
const NOT_UNDOING = 'gives `only-if` of `lambda-rollback` something else than the output `promoted-versions`:';

test.each<[string, string, string]>([
  ['only a failure', step(`failure() && ${OUTCOME}`, expression(VERSIONS)), NO_CONDITION],
  ['only a cancellation', step(`cancelled() && ${OUTCOME}`, expression(VERSIONS)), NO_CONDITION],
  [
    'no parentheses, so that a failure alone is enough',
    step(`failure() || cancelled() && ${OUTCOME}`, expression(VERSIONS)),
    NO_CONDITION,
  ],
  ['any outcome', step('(failure() || cancelled())', expression(VERSIONS)), NO_CONDITION],
  ['always', step('', expression(VERSIONS)), NO_CONDITION],
  ['what is live after a failure', step(WHOLE, 'any'), `${NOT_UNDOING} any.`],
  ['what is live of an entry', step(WHOLE, '', "'[{ name: api, only-if: any }]'"), `${NOT_UNDOING} any.`],
  ['no version', step(WHOLE, ''), 'does not say what `lambda-rollback` is to undo: give `only-if`.'],
  [
    'the version of one function only',
    step(WHOLE, expression('steps.promote.outputs.version')),
    `${NOT_UNDOING} ${expression('steps.promote.outputs.version')}.`,
  ],
  [
    'versions that were left as they were, too',
    step(WHOLE, expression('needs.promote.outputs.versions')),
    `${NOT_UNDOING} ${expression('needs.promote.outputs.versions')}.`,
  ],
])('%s is wrong', (_what, text, sentence) => {
  const readme = `Some prose.\n\n\`\`\`yaml\n${text}\`\`\`\n`;
  expect(wrongUndoing({ file: 'deploy.yml', text }, UNDOING)).toEqual([`An example in deploy.yml ${sentence}`]);
  expect(wrongUndoing({ file: 'README.md', text: readme }, UNDOING)).toEqual([`An example in README.md ${sentence}`]);
});

test('what is not YAML, or another action, is left to the other tests', () => {
  expect(wrongUndoing({ file: 'a.yml', text: '- a: [' }, UNDOING)).toEqual([]);
  expect(wrongUndoing({ file: 'a.yml', text: '- uses: org/actions/lambda-promote@v1' }, UNDOING)).toEqual([]);
});
