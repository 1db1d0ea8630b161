import { atMost } from '../src/index.ts';

test('so many run at the same time, and the rest in the order in which they came, also after one that failed', async () => {
  const run = atMost(2);
  const begun: number[] = [];
  const ends = Array.from({ length: 5 }, () => Promise.withResolvers<number>());
  const results = ends.map(({ promise }, at) =>
    run(() => {
      begun.push(at);
      return promise;
    }),
  );
  const outcomes = Promise.allSettled(results);
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  await settled();
  expect(begun).toEqual([0, 1]);
  ends[1]?.reject(new Error('no'));
  await settled();
  expect(begun).toEqual([0, 1, 2]);
  ends[2]?.resolve(2);
  ends[0]?.resolve(0);
  await settled();
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  ends[3]?.resolve(3);
  ends[4]?.resolve(4);
  expect((await outcomes).map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual([
    ...[0, 'failed', 2, 3, 4],
  ]);
  expect(await run(async () => 'free again')).toBe('free again');
});

test('of what waits the highest rank comes next, and of one rank the first', async () => {
  const run = atMost(1);
  const begun: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const first = run(() => promise);
  const ranks: readonly [string, number?][] = [['none'], ['two', 2], ['one', 1], ['two again', 2], ['none again']];
  const all = ranks.map(([name, rank]) => run(async () => void begun.push(name), rank));
  resolve();
  await Promise.all([first, ...all]);
  expect(begun).toEqual(['two', 'two again', 'one', 'none', 'none again']);
});
