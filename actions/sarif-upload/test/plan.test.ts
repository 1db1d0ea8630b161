import { categoryIn, repeated } from '../src/plan/category.ts';
import { deliveriesOf } from '../src/plan/deliveries.ts';
import { fateOf, type Judged } from '../src/plan/fate.ts';
import { LIMITS } from '../src/plan/limits.ts';
import { type Given, resultOf } from './support/results.ts';

describe('what becomes of a result', () => {
  const open: Judged = { fate: 'open' };
  const absent: Judged = { fate: 'open', state: 'absent' };
  test.each<[name: string, given: Given, judged: Judged | undefined, isPartial: boolean, fate: string]>([
    ['an ordinary one', {}, undefined, false, 'open'],
    ['one of an aggregate', {}, open, false, 'open'],
    ['one that the tool suppresses', { suppressed: true }, undefined, false, 'suppressed'],
    ['one that is accepted', { suppressed: true }, { fate: 'accepted' }, false, 'accepted'],
    ['one that is excluded', {}, { fate: 'excluded' }, false, 'excluded'],
    ['one that is gone', { sarif: { baselineState: 'absent' } }, undefined, false, 'absent'],
    ['one that is gone from a run that saw all', {}, absent, false, 'absent'],
    ['one that is gone from a run that saw a part, and may be there', {}, absent, true, 'open'],
    [
      'one that is gone from a part, by a tool’s own word',
      { sarif: { baselineState: 'absent' } },
      undefined,
      true,
      'absent',
    ],
    ['one that says that all is well', { severity: 'none' }, undefined, false, 'nothing to judge'],
    ['one without a place', { path: null }, undefined, false, 'no place'],
    ['one that is accepted and has no place', { path: null }, { fate: 'accepted' }, false, 'accepted'],
  ])('%s', (_, given, judged, isPartial, fate) => {
    expect(fateOf(resultOf(given), judged, { isPartial })).toBe(fate);
  });
});

describe('the category', () => {
  test.each([
    ['my-analysis/tool1/2021-02-01', 'my-analysis/tool1'],
    ['my-analysis/tool1/', 'my-analysis/tool1'],
    ['my-analysis for tool1', ''],
    ['/', ''],
    ['', ''],
  ])('of %s is %s', (id, category) => {
    expect(categoryIn(id)).toBe(category);
  });

  test('and the tool make an analysis, of which there is one run', () => {
    const run = (tool: string, category: string, file: string) => ({ tool, category, file, run: 1 });
    expect(repeated([run('Trivy', 'a', 'x'), run('Trivy', 'b', 'x'), run('Grype', 'a', 'x')])).toEqual([]);
    expect(repeated([run('Trivy', '', 'x.sarif'), run('Grype', 'a', 'g'), run('Trivy', '', 'y.sarif')])).toEqual([
      'run 1 of x.sarif and run 1 of y.sarif are both Trivy without a category',
    ]);
  });
});

describe('files', () => {
  const sizes = (files: readonly (readonly { readonly bytes: number }[])[]) =>
    files.map((file) => file.map(({ bytes }) => bytes));
  const of = (...bytes: number[]) => sizes(deliveriesOf(bytes.map((one) => ({ bytes: one }))));

  test('there is none where there is nothing to send', () => expect(of()).toEqual([]));
  test('they have as many bytes as GitHub takes', () => {
    expect(of(6e6, 4e6, 1, 9e6, 2e6)).toEqual([[6e6, 4e6], [1, 9e6], [2e6]]);
  });
  test('they have as many runs as GitHub takes', () => {
    expect(of(...Array.from({ length: LIMITS.runs + 1 }, () => 1)).map((file) => file.length)).toEqual([20, 1]);
  });
});
