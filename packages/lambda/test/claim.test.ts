import { readMark } from '@actions-aws/promotion';
import { claiming, isClaimed } from '../src/index.ts';

const order = (number: number, workflow = 'aaaaaaaaaaaa') => ({ workflow, number });
const alias = (description: string, weights: Record<string, number> = {}) => ({
  version: '7',
  description,
  weights,
  mark: readMark(description),
});
const by = (of: string) => `lambda-promote to=7 from=6 run=812.1 nonce=0a1b2c3d${of} proof=9f86d081884c7d65`;

test.each([
  ['of an older run', by(' order=aaaaaaaaaaaa:5'), order(7), by(' order=aaaaaaaaaaaa:7')],
  ['of a run without a number', by(''), order(7), `${by('')} order=aaaaaaaaaaaa:7`],
  ['of this run', by(' order=aaaaaaaaaaaa:7'), order(7), undefined],
  ['of a newer run', by(' order=aaaaaaaaaaaa:8'), order(7), undefined],
  ['of another workflow', by(' order=bbbbbbbbbbbb:5'), order(7), undefined],
  ['of an older run, for a run without a number', by(' order=aaaaaaaaaaaa:5'), undefined, undefined],
  ['without an owner', 'lambda-promote to=7 order=aaaaaaaaaaaa:5', order(7), undefined],
  ['by another hand', 'Managed by Terraform', order(7), undefined],
  // Cut short it would name another number.
  ['that has no room left', `${by('')} later=${'1'.repeat(160)}`, order(7), undefined],
])('what is noted in an alias %s', (_what, description, ours, noted) => {
  expect(claiming(alias(description), ours)?.description).toBe(noted);
});

test('an alias that shares its traffic is left as it is', () => {
  expect(claiming(alias(by(' order=aaaaaaaaaaaa:5'), { 6: 0.1 }), order(7))).toBeUndefined();
});

test.each([
  ['a newer number', alias(by(' order=aaaaaaaaaaaa:8')), true],
  ['the same number', alias(by(' order=aaaaaaaaaaaa:5')), false],
  ['an older number', alias(by(' order=aaaaaaaaaaaa:4')), false],
  ['the number of another workflow', alias(by(' order=bbbbbbbbbbbb:8')), false],
  ['a share of the traffic elsewhere', alias(by(' order=aaaaaaaaaaaa:8'), { 6: 0.1 }), false],
  ['another writer', alias(by(' order=aaaaaaaaaaaa:8').replace('0a1b', 'ffff')), false],
  ['another version', { ...alias(by(' order=aaaaaaaaaaaa:8')), version: '8' }, false],
  ['a description by another hand', alias('Managed by Terraform'), false],
  ['nothing, since it is gone', undefined, false],
])('an alias that has %s now', (_what, found, is) => {
  expect(isClaimed(found, alias(by(' order=aaaaaaaaaaaa:5')))).toBe(is);
});
