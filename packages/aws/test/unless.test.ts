import { setImmediate as turn } from 'node:timers/promises';
import { type RequestQuota, UnsentError, unless, withinQuotas } from '../src/index.ts';
import type { SendContext } from '../src/unless.ts';

type Send = (request: never) => Promise<unknown>;
type Middleware = (next: Send, context: SendContext) => Send;

/** Collects middlewares as the SDK does: those of a client, and after them those of a command. */
function stack() {
  const all: Middleware[] = [];
  return { all, middlewareStack: { add: (middleware: Middleware) => void all.push(middleware) } };
}

const writes: RequestQuota = { ratePerSecond: 10, burst: 1, counts: () => true };

/** A client that writes within the quota, on a clock that is stepped; what is sent is tried again as often as it fails. */
function setting() {
  let now = 0;
  const sleepers = new Map<() => void, number>();
  const sent: string[] = [];
  const client = stack();
  withinQuotas(client, [writes], {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        sleepers.set(resolve, now + ms);
        signal?.addEventListener('abort', () => reject(signal.reason));
      }),
  });
  return {
    sent,
    send(name: string, signal?: AbortSignal, fails = 0) {
      const command = unless(stack(), signal);
      const context: SendContext = {};
      let attempts = 0;
      const carry: Send = async () => {
        sent.push(`${name} at ${now}`);
        attempts += 1;
        if (attempts <= fails) throw new Error('no answer');
        return name;
      };
      const attempt = [...client.all, ...command.all].reduceRight((next, one) => one(next, context), carry);
      const retry = (error: Error) => (error instanceof UnsentError ? Promise.reject(error) : attempt({} as never));
      return attempt({} as never).catch(retry);
    },
    async pass(ms: number) {
      now += ms;
      for (const [wake, at] of sleepers) if (at <= now) wake();
      await turn();
    },
  };
}

test('what waits for its turn is not sent once it is given up, and who comes next has the turn', async () => {
  const { send, sent, pass } = setting();
  const cancel = new AbortController();
  await send('first', cancel.signal);
  const waiting = ['second', 'third'].map((name) => send(name, cancel.signal).catch((error: unknown) => error));
  cancel.abort('cancelled');
  await turn();
  const back = send('back');
  await pass(100);
  expect(await back).toBe('back');
  expect(sent).toEqual(['first at 0', 'back at 100']);
  expect(await Promise.all(waiting)).toMatchObject([{ reason: 'cancelled' }, { reason: 'cancelled' }]);
});

test('what was given up before is not sent, and takes no turn', async () => {
  const { send, sent } = setting();
  const given = send('first', AbortSignal.abort('cancelled'));
  await expect(given).rejects.toThrow(UnsentError);
  await send('back');
  expect(sent).toEqual(['back at 0']);
});

test('what is on its way is tried again, whatever was given up meanwhile', async () => {
  const { send, sent, pass } = setting();
  const cancel = new AbortController();
  const first = send('first', cancel.signal, 1);
  await turn();
  cancel.abort('cancelled');
  await pass(100);
  expect(await first).toBe('first');
  expect(sent).toEqual(['first at 0', 'first at 100']);
});
