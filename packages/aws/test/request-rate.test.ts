import { type RequestQuota, withinQuotas } from '../src/index.ts';

type Middleware = (next: (request: never) => Promise<unknown>, context: object) => (request: never) => Promise<unknown>;

/** A clock that jumps to whatever is waited for, and a client that notes when each request went. */
function setting(quotas: readonly RequestQuota[]) {
  let now = 0;
  const sent: { operation: string; at: number }[] = [];
  const clock = {
    now: () => now,
    async sleep(ms: number) {
      now += ms;
    },
  };
  const stack: Middleware[] = [];
  withinQuotas({ middlewareStack: { add: (middleware: Middleware) => void stack.push(middleware) } }, quotas, clock);
  const send = (operation: string) =>
    stack[0]?.(async () => void sent.push({ operation, at: now }), { commandName: `${operation}Command` })({} as never);
  return { send, sent };
}

const writes: RequestQuota = { ratePerSecond: 10, burst: 3, counts: (operation) => operation !== 'Invoke' };

test('a burst goes at once, the rest at the rate, in the order in which they came', async () => {
  const { send, sent } = setting([writes]);
  for (let index = 0; index < 6; index += 1) await send(`Write${index}`);
  expect(sent.map(({ at }) => at)).toEqual([0, 0, 0, 100, 200, 300]);
  expect(sent.map(({ operation }) => operation.at(-1)).join('')).toBe('012345');
});

test('what does not count does not wait', async () => {
  const { send, sent } = setting([writes]);
  for (const operation of ['A', 'B', 'C', 'Invoke', 'Invoke']) await send(operation);
  expect(sent.map(({ at }) => at)).toEqual([0, 0, 0, 0, 0]);
});
