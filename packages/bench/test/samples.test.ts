import { fastest, median } from '../src/samples.ts';

test.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[10, 2, 9, 1], 5.5],
])('the median of %j is %d', (values, middle) => {
  const given = [...values];
  expect(median(given)).toBe(middle);
  expect(given).toEqual(values);
});

test('the fastest is the least', () => {
  expect(fastest([3, 1, 2])).toBe(1);
});

test('nothing is the median, or the fastest, of nothing', () => {
  expect(() => median([])).toThrow('no median');
  expect(() => fastest([])).toThrow('no fastest');
});
