import { withOutputs } from '../src/workflow/expressions.ts';

describe('the inputs of a step', () => {
  const outputs = { outcome: 'promoted', 'promoted-versions': '{"search-api":"4","search-indexer":"5"}' };

  test('get outputs of jobs and steps where they ask for them', () => {
    const inputs = {
      functions: 'search-api',
      'only-if': expression('needs.promote.outputs.promoted-versions'),
      to: expression('fromJSON(needs.promote.outputs.promoted-versions).search-indexer'),
      image: `search@${expression('steps.build.outputs.digest')}`,
    };
    const known = { 'needs.promote': outputs, 'steps.build': { digest: 'sha256:1' } };
    expect(withOutputs(inputs, known)).toEqual({
      functions: 'search-api',
      'only-if': outputs['promoted-versions'],
      to: '5',
      image: 'search@sha256:1',
    });
  });

  test('get the first of several outputs that is not empty', () => {
    const inputs = { a: expression('steps.name.outputs.digest || steps.build.outputs.digest') };
    const build = { digest: 'built' };
    expect(withOutputs(inputs, { 'steps.name': { digest: 'there' }, 'steps.build': build })).toEqual({ a: 'there' });
    expect(withOutputs(inputs, { 'steps.name': { digest: '' }, 'steps.build': build })).toEqual({ a: 'built' });
  });

  test('get nothing where there was no such output, as on GitHub', () => {
    const inputs = {
      a: expression('needs.promote.outputs.promoted-versions'),
      b: expression('fromJSON(needs.promote.outputs.promoted-versions).x'),
      c: expression('steps.build.outputs.digest'),
    };
    expect(withOutputs(inputs, {})).toEqual({ a: '', b: '', c: '' });
  });

  test.each(['github.sha', 'steps.build.outputs.digest || github.sha', 'fromJSON(github.event).x'])(
    'are refused when they ask for anything else, such as %s',
    (text) => {
      expect(() => withOutputs({ a: expression(text) }, { 'needs.promote': outputs })).toThrow(
        `cannot evaluate ${expression(text)}`,
      );
    },
  );
});

function expression(text: string): string {
  return `\${{ ${text} }}`;
}
