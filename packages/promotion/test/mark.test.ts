import { type Mark, readMark, withOrder, writeMark } from '../src/index.ts';

const whole: Mark = {
  by: 'lambda-promote',
  to: '7',
  from: '6',
  earlier: ['5', '3'],
  undid: '7',
  at: Date.parse('2026-05-04T12:00:00Z'),
  owner: { run: '19876543210', attempt: 2, nonce: '0a1b2c3d' },
  order: { workflow: '3f9a1c22d0e4', number: 57 },
  proof: '9f86d081884c7d65',
};

test('a mark reads back as it was written', () => {
  expect(readMark(writeMark(whole))).toEqual(whole);
});

const canary = { version: '8', share: 0.125, until: Date.parse('2026-05-04T12:00:00Z'), held: false };

test('a canary reads back as it was written, to a tenth of a percent and to the second', () => {
  const trial = { ...whole, canary };
  expect(writeMark(trial)).toContain(' canary=8 share=12.5% until=2026-05-04T12:00:00Z ');
  expect(readMark(writeMark(trial))).toEqual(trial);
  expect(readMark(writeMark({ ...trial, canary: { ...canary, held: true } }))?.canary).toEqual({
    ...canary,
    held: true,
  });
});

test('a canary says when it was given, to the second before', () => {
  const since = canary.until - 3_599_001;
  const written = writeMark({ ...whole, canary: { ...canary, since } });
  expect(written).toContain(' until=2026-05-04T12:00:00Z for=3600s ');
  expect(readMark(written)?.canary).toEqual({ ...canary, since: canary.until - 3_600_000 });
});

test.each([
  'canary=8',
  'canary=8 share=10%',
  'canary=8 share=lots until=2026-05-04T12:00:00Z',
  'share=10% until=2026-05-04T12:00:00Z',
])('half a canary is none: %s', (words) => {
  expect(readMark(`lambda-promote to=7 ${words}`)?.canary).toBeUndefined();
});

test('a mark with nothing but its writer reads back, too', () => {
  expect(readMark(writeMark({ by: 'lambda-rollback' }))).toEqual({ by: 'lambda-rollback' });
});

test('the longest mark fits the 256 characters that AWS takes', () => {
  const longest = {
    ...whole,
    to: '99999999',
    from: '99999999',
    earlier: Array(5).fill('99999999'),
    undid: '99999999',
    owner: { run: '9'.repeat(20), attempt: 99, nonce: 'ffffffff' },
    order: { workflow: 'f'.repeat(12), number: 9_999_999 },
  };
  const { undid: _, at: __, ...trial } = longest;
  const since = canary.until - 336 * 3_600_000;
  const onTrial = { ...trial, canary: { ...canary, version: '99999999', share: 0.999, since } };
  expect(writeMark(onTrial).length).toBeLessThanOrEqual(256);
  expect(writeMark(longest).length).toBeLessThanOrEqual(256);
});

test('another order leaves every other word of a mark as it is', () => {
  const order = { workflow: '3f9a1c22d0e4', number: 1000 };
  expect(readMark(withOrder(writeMark(whole), order))).toEqual({ ...whole, order });
  expect(withOrder('lambda-promote to=7 later=1', order)).toBe('lambda-promote to=7 later=1 order=3f9a1c22d0e4:1000');
});

test.each([
  ['', 'nothing'],
  ['Managed by Terraform', 'prose'],
  ['promoted from=6', 'prose that looks like one'],
  ['lambda-deploy from=6', 'another tool'],
])('%j is not a mark: %s', (description) => {
  expect(readMark(description)).toBeUndefined();
});

test('what cannot be read in a mark is left out, so nothing is decided by it', () => {
  expect(readMark('lambda-promote from= earlier= run=812 nonce=00 at=noon order=x:y proof=')).toEqual({
    by: 'lambda-promote',
  });
});
