import { tmpdir } from 'node:os';
import process from 'node:process';
import OwnRealm from '../src/jest/environment.mjs';
import { changed, restore, stateOf } from '../src/jest/left-behind.mjs';

test('what a file of tests leaves behind is named, and taken back', () => {
  const before = stateOf();
  const { now } = Date;
  try {
    process.env.LEFT_BEHIND = 'yes';
    delete process.env.PATH;
    process.chdir(tmpdir());
    Date.now = () => 0;
    expect(changed(before, stateOf()).toSorted()).toEqual([
      '`now`',
      'the environment variable LEFT_BEHIND',
      'the environment variable PATH',
      'the working directory',
    ]);
  } finally {
    restore(before);
  }
  expect(changed(before, stateOf())).toEqual([]);
  expect(process.env.LEFT_BEHIND).toBeUndefined();
  expect(process.cwd()).toBe(before.folder);
  expect(Date.now).toBe(now);
});

test('a file of tests that leaves something behind fails, and the next one starts as it did', async () => {
  const file = new OwnRealm();
  process.env.LEFT_BEHIND = 'yes';
  await expect(file.teardown()).rejects.toThrow(
    'These tests leave behind what other files would find: the environment variable LEFT_BEHIND.',
  );
  expect(process.env.LEFT_BEHIND).toBeUndefined();
  await expect(new OwnRealm().teardown()).resolves.toBeUndefined();
});
