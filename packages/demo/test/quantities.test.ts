import { duration, percent } from '../src/story/quantities.ts';

describe('quantities for people', () => {
  test('call nothing what is something', () => {
    expect([0, 0.004, 0.096, 1].map(percent)).toEqual(['0 %', 'under 1 %', '10 %', '100 %']);
  });

  test('have minutes from a minute on', () => {
    expect([0, 8_449, 59_949, 59_950, 185_499].map(duration)).toEqual([
      '0.0 s',
      '8.4 s',
      '59.9 s',
      '1 min 0 s',
      '3 min 5 s',
    ]);
  });
});
