import { withOutputs } from '../src/workflow/expressions.ts';

describe('the inputs of a step', () => {
  const outputs = { outcome: 'promoted', 'promoted-versions': '{"search-api":"4","search-indexer":"5"}' };

  test('get outputs of the promotion where they ask for them', () => {
    const inputs = {
      functions: 'search-api',
      'only-if': expression('needs.promote.outputs.promoted-versions'),
      to: expression('fromJSON(needs.promote.outputs.promoted-versions).search-indexer'),
    };
    expect(withOutputs(inputs, outputs)).toEqual({
      functions: 'search-api',
      'only-if': outputs['promoted-versions'],
      to: '5',
    });
  });

  test('get nothing where there was no such output, as on GitHub', () => {
    const inputs = {
      a: expression('needs.promote.outputs.promoted-versions'),
      b: expression('fromJSON(needs.promote.outputs.promoted-versions).x'),
    };
    expect(withOutputs(inputs, {})).toEqual({ a: '', b: '' });
  });

  test('are refused when they ask for anything else', () => {
    expect(() => withOutputs({ a: expression('github.sha') }, outputs)).toThrow(
      `cannot evaluate ${expression('github.sha')}`,
    );
  });
});

function expression(text: string): string {
  return `\${{ ${text} }}`;
}
