import { createTuples } from '../../src/identity/tuples.ts';

test('each tuple has one number, in the order in which they come', () => {
  const tuples = createTuples();
  expect(tuples.numberOf(1, 2)).toBe(0);
  expect(tuples.numberOf(2, 1)).toBe(1);
  expect(tuples.numberOf(1, 2, 0, 0, 0, 0)).toBe(0);
  expect(tuples.numberOf(0, 0, 0, 0, 0, 0xffffffff)).toBe(2);
  expect(tuples.find(2, 1)).toBe(1);
  expect(tuples.find(3)).toBe(-1);
  expect([0, 1, 5].map((member) => tuples.at(2, member))).toEqual([0, 0, 0xffffffff]);
  expect(tuples.size).toBe(3);
});

test('numbers stay the same as the table grows', () => {
  const tuples = createTuples();
  const tuplesOf = (at: number): [number, number, number] => [at % 7, Math.imul(at, 0x9e3779b1) >>> 0, at];
  const numbers = Array.from({ length: 20_000 }, (_, at) => at);
  expect(numbers.map((at) => tuples.numberOf(...tuplesOf(at)))).toEqual(numbers);
  expect(numbers.map((at) => tuples.find(...tuplesOf(at)))).toEqual(numbers);
  expect(tuples.size).toBe(20_000);
});
