import { UserError } from '@actions-aws/action';
import { lookAfter, UnsentError } from '../src/index.ts';

class Uncertain extends UserError {}

const told = (failure: unknown) => new UserError(`told: ${(failure as Error).message}`, { hint: 'Look.' });
const reset = Object.assign(new Error('reset'), { $metadata: {} });
const refused = Object.assign(new Error('refused'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
const fails = () => Promise.reject(new Error('unreadable'));

test('what a failed write has come to is what the look finds', async () => {
  expect(await lookAfter(reset, { look: async () => 'as it was', told, Uncertain })).toBe('as it was');
});

test('a write that was never sent is not looked for', async () => {
  const stopped = new Error('stopped');
  const after = lookAfter(new UnsentError(stopped), { look: fails, told, Uncertain });
  await expect(after).rejects.toBe(stopped);
});

test('where the look fails as well, only a failure that leaves it open makes it uncertain', async () => {
  const lost = await lookAfter(reset, { look: fails, told, Uncertain }).catch((error: unknown) => error);
  expect(lost).toBeInstanceOf(Uncertain);
  expect(lost).toMatchObject({ message: 'told: reset', hint: 'Look.', cause: { message: 'unreadable' } });
  const clear = await lookAfter(refused, { look: fails, told, Uncertain }).catch((error: unknown) => error);
  expect(clear).not.toBeInstanceOf(Uncertain);
  expect(clear).toMatchObject({ message: 'told: refused' });
});
