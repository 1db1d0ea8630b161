import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bareNode, inTurns, untilFirstError, untilFirstRequest } from '../src/start-up.ts';

const asking = join(import.meta.dirname, 'asking-action');

test('bare Node is an action that prints its error at once, and leaves nothing behind', async () => {
  const { step, remove } = await bareNode();
  const ms = await untilFirstError(step);
  expect(ms).toBeGreaterThan(1);
  await expect(untilFirstRequest(step)).rejects.toThrow('ended before its first request:\n::error::nothing');
  await remove();
  expect(existsSync(step.action)).toBe(false);
});

test('a request is measured when it comes, and the step that waits for its answer is ended', async () => {
  expect(await untilFirstRequest({ action: asking })).toBeGreaterThanOrEqual(200);
});

test('each is measured in turn, as often as asked', async () => {
  const order: string[] = [];
  const measure = (name: string) => async () => order.push(name);
  const found = await inTurns(2, new AbortController().signal, { a: measure('a'), b: measure('b') });
  expect(order).toEqual(['a', 'b', 'a', 'b']);
  expect(found).toEqual({ a: [1, 3], b: [2, 4] });
});

test('nothing more is measured after an interruption', async () => {
  await expect(inTurns(2, AbortSignal.abort(), { a: async () => 1 })).rejects.toThrow('aborted');
});
