import { onDemand } from '../src/index.ts';

interface Objects {
  read(key: string, version?: number): Promise<string>;
  list(): Promise<readonly string[]>;
}

test('an adapter is loaded once, by the first call of its port, and answers all', async () => {
  let loaded = 0;
  const objects = onDemand<Objects>(async () => {
    loaded += 1;
    return { read: async (key, version) => `${key} ${version}`, list: async () => ['a'] };
  });
  expect(loaded).toBe(0);
  expect(await Promise.all([objects.read('a', 7), objects.list()])).toEqual(['a 7', ['a']]);
  expect(await objects.read('b')).toBe('b undefined');
  expect(loaded).toBe(1);
});

test('what cannot be loaded, or fails, fails the call', async () => {
  const broken = onDemand<Objects>(() => Promise.reject(new Error('no such chunk')));
  await expect(broken.list()).rejects.toThrow('no such chunk');
  const refusing = onDemand<Objects>(async () => ({
    read: () => Promise.reject(new Error('access denied')),
    list: async () => [],
  }));
  await expect(refusing.read('a')).rejects.toThrow('access denied');
  expect(await refusing.list()).toEqual([]);
});
