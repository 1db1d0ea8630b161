import { longestFirst } from '../src/jest/order.mjs';

test('files of long names start first, and the others as they come', () => {
  const paths = ['a/plan.test.ts', 'a/privilege.test.ts', 'b\\sweeps.test.ts', 'a/sweeps.test.ts', 'a/mark.test.ts'];
  const order = ['a/privilege.test.ts', 'b\\sweeps.test.ts', 'a/sweeps.test.ts', 'a/plan.test.ts', 'a/mark.test.ts'];
  expect(longestFirst(paths.map((path) => ({ path }))).map(({ path }) => path)).toEqual(order);
});
