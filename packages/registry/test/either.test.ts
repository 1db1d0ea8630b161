import { either } from '../src/transport/either.ts';

test('of the same two signals it is the same one, which ends with the first of them', () => {
  const [all, one, other] = [new AbortController(), new AbortController(), new AbortController()];
  const both = either(all.signal, one.signal);
  expect(either(all.signal, one.signal)).toBe(both);
  expect(either(all.signal, other.signal)).not.toBe(both);
  expect(either(one.signal, all.signal)).not.toBe(both);
  one.abort('why');
  expect([both.aborted, both.reason, either(all.signal, other.signal).aborted]).toEqual([true, 'why', false]);
  all.abort();
  expect(either(all.signal, other.signal).aborted).toBe(true);
});

test('without a second one, or with the same, there is nothing to join', () => {
  const { signal } = new AbortController();
  expect([either(signal, undefined), either(signal, signal)]).toEqual([signal, signal]);
});
