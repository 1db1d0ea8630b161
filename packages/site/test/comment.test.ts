import type { Mark } from '@actions-aws/promotion';
import { COMMENT_LIMIT, charactersToFree, readComment, writeComment } from '../src/index.ts';

const release = '9f86d081884c7d65';
const other = '0123456789abcdef';
const owner = { run: '17392847561', attempt: 2, nonce: '0a1b2c3d' };
const order = { workflow: '3f9a1c22d0e4', number: 4711 };
const promoted: Mark = { by: 'frontend-promote', to: release, from: other, owner, order, proof: 'aabbccddeeff0011' };

test.each<[string, Mark]>([
  ['of a promotion', promoted],
  [
    'of a first promotion outside of a workflow',
    { by: 'frontend-promote', to: release, owner: { ...owner, run: 'local', attempt: 1 } },
  ],
  ['of TEST', { by: 'frontend-stage', to: release, from: other, owner, order }],
  ['of a rollback', { by: 'frontend-rollback', to: release, undid: other, owner, order, at: 1_777_896_000_000 }],
])('a mark %s is read as it was written', (_, mark) => {
  for (const text of ['', 'Web shop, managed by Terraform', 'ends in a space ', 'ünïcödé & <b>']) {
    const written = writeComment({ text, mark });
    expect(written.startsWith(text)).toBe(true);
    expect(written.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(readComment(written, release)).toEqual({ text, mark });
  }
});

test('where the path was moved by hand, the mark tells of another release and is none', () => {
  const written = writeComment({ text: 'Web shop', mark: promoted });
  expect(readComment(written, other)).toEqual({ text: 'Web shop', mark: undefined });
  expect(readComment(written, undefined)).toEqual({ text: 'Web shop', mark: undefined });
});

test('a mark replaces the one before, and the text of a person stays', () => {
  const first = writeComment({ text: 'Web shop', mark: promoted });
  const { text } = readComment(first, release);
  const second = writeComment({ text, mark: { ...promoted, to: other } });
  expect(readComment(second, other)).toMatchObject({ text: 'Web shop', mark: { to: other } });
  expect(second.split('~')).toHaveLength(2);
});

test.each(['', 'Web shop', '~ about ~', 'a ~p without fields', 'costs ~r.5 million', '~x.t1'])(
  '%j is a text without a mark',
  (text) => {
    expect(readComment(text, release).mark).toBeUndefined();
    expect(readComment(writeComment({ text, mark: promoted }), release)).toEqual({ text, mark: promoted });
  },
);

test('a text that leaves no room is refused, by how many characters', () => {
  const room = COMMENT_LIMIT - 1 - writeComment({ text: '', mark: promoted }).length;
  expect(writeComment({ text: 'x'.repeat(room), mark: promoted })).toHaveLength(COMMENT_LIMIT);
  expect(() => writeComment({ text: 'x'.repeat(room + 3), mark: promoted })).toThrow(/comment has no room/);
  try {
    writeComment({ text: 'x'.repeat(room + 3), mark: promoted });
  } catch (error) {
    expect(error).toMatchObject({ hint: 'Shorten the comment, in the infrastructure code, by 3 characters.' });
  }
});

test.each([
  ['with room for all of it', 66, { order, at: 1_777_896_000_000 }],
  ['in a comment that had room for the promotion and no more', 74, { order }],
  ['in one with less', 84, {}],
  ['in one that is full', COMMENT_LIMIT, {}],
])('there is always a way back: %s', (_, length, kept) => {
  const back: Mark = { by: 'frontend-rollback', to: release, undid: other, owner, order, at: 1_777_896_000_000 };
  const text = `${'x'.repeat(length - 2)}🙂`;
  const written = writeComment({ text, mark: back });
  expect(written.length).toBeLessThanOrEqual(COMMENT_LIMIT);
  expect(written.isWellFormed()).toBe(true);
  const found = readComment(written, release);
  expect(found.mark).toMatchObject({ by: 'frontend-rollback', undid: other, owner });
  // What it can do without goes first.
  expect(found.mark).toMatchObject(kept);
  expect(found.text.slice(0, 60)).toBe(text.slice(0, 60));
});

test('before the first move it is known how many characters are too many for any mark', () => {
  expect(charactersToFree('')).toBe(0);
  const room =
    [...Array(COMMENT_LIMIT + 1).keys()].filter((length) => charactersToFree('x'.repeat(length)) === 0).length - 1;
  // Enough for what infrastructure code usually says there.
  expect(room).toBeGreaterThanOrEqual(56);
  expect(charactersToFree('x'.repeat(room + 5))).toBe(5);
  // A mark that is there already takes no room of its own.
  expect(charactersToFree(writeComment({ text: 'x'.repeat(room - 1), mark: promoted }))).toBe(0);
  const longest: Mark = {
    ...promoted,
    owner: { run: '999999999999', attempt: 99, nonce: 'ffffffff' },
    order: { ...order, number: 999_999 },
  };
  expect(writeComment({ text: 'x'.repeat(room), mark: longest }).length).toBeLessThanOrEqual(COMMENT_LIMIT);
  const back: Mark = {
    by: 'frontend-rollback',
    to: release,
    undid: other,
    at: 4_102_444_800_000,
    owner: longest.owner!,
    order: longest.order!,
  };
  expect(writeComment({ text: 'x'.repeat(room), mark: back }).length).toBeLessThanOrEqual(COMMENT_LIMIT);
});
