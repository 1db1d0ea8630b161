import type { JournalEntry } from '@actions-aws/local-aws';
import { windowIn } from '../src/lambda/deployment.ts';

const call = (time: number, differently: Partial<JournalEntry> = {}) =>
  ({
    operation: 'UpdateAlias',
    resource: 'arn:aws:lambda:eu-west-1:123456789012:function:a:live',
    effect: true,
    time,
    ...differently,
  }) as JournalEntry;

test('the window is from the first alias that moved to the last', () => {
  expect(windowIn([call(100), call(150), call(900)])).toBe(800);
});

test('previouss, refused moves and other calls do not count', () => {
  const previous = { resource: 'arn:aws:lambda:eu-west-1:123456789012:function:a:live-previous' };
  const calls = [
    call(0, previous),
    call(10, { effect: false }),
    call(100),
    call(300),
    call(400, { operation: 'GetAlias' }),
    call(500, { effect: false }),
  ];
  expect(windowIn(calls)).toBe(200);
});

test('one move has no window', () => {
  expect(windowIn([call(100)])).toBeUndefined();
  expect(windowIn([])).toBeUndefined();
});
