import { withOutputs } from '../src/workflow/expressions.ts';

describe('the inputs of a step', () => {
  const outputs = { outcome: 'promoted', versions: '{"search-api":"4","search-indexer":"5"}' };

  test('get outputs of the promotion where they ask for them', () => {
    const inputs = {
      functions: 'search-api',
      'only-if': expression('needs.promote.outputs.versions'),
      'to-version': expression('fromJSON(needs.promote.outputs.versions).search-indexer'),
    };
    expect(withOutputs(inputs, outputs)).toEqual({
      functions: 'search-api',
      'only-if': outputs.versions,
      'to-version': '5',
    });
  });

  test('get nothing where there was no such output, as on GitHub', () => {
    const inputs = {
      a: expression('needs.promote.outputs.versions'),
      b: expression('fromJSON(needs.promote.outputs.versions).x'),
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
