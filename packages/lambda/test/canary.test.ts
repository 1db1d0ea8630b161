import { readMark } from '@actions-aws/promotion';
import { type Alias, backFrom, canaryOf, sharesTraffic } from '../src/index.ts';

/** An alias on version 7, as it was read. */
function alias(description: string, weights: Readonly<Record<string, number>> = {}): Alias {
  return { name: 'live', arn: 'arn', version: '7', weights, description, mark: readMark(description), revisionId: 'r' };
}

const PROMOTED = 'lambda-promote to=7 from=6 earlier=5,3 run=812.1 nonce=0a1b2c3d order=aaaa:57 proof=9f86d081884c7d65';
const ON_TRIAL = PROMOTED.replace(' run=', ' canary=8 share=10% until=2026-05-04T12:00:00Z run=');

test.each<[string, Alias, string | undefined]>([
  ['weights as the mark has them', alias(ON_TRIAL, { 8: 0.1 }), '8'],
  ['weights that AWS has rounded', alias(ON_TRIAL, { 8: 0.1000001 }), '8'],
  ['a canary that waits', alias(ON_TRIAL.replace('canary=', 'held='), { 8: 0.1 }), '8'],
  ['weights that somebody has cleared', alias(ON_TRIAL), undefined],
  ['another share', alias(ON_TRIAL, { 8: 0.2 }), undefined],
  ['another version', alias(ON_TRIAL, { 9: 0.1 }), undefined],
  ['a third version', alias(ON_TRIAL, { 8: 0.1, 9: 0.1 }), undefined],
  ['weights that no mark speaks of', alias(PROMOTED, { 8: 0.1 }), undefined],
  ['weights without a mark', alias('by hand', { 8: 0.1 }), undefined],
])('an alias with %s has the canary that its mark and its weights agree on', (_what, read, version) => {
  expect(canaryOf(read)?.version).toBe(version);
});

test.each<[string, Alias, boolean]>([
  ['nobody has a share', alias(PROMOTED), false],
  ['ours has one', alias(ON_TRIAL, { 8: 0.1 }), true],
  ["somebody else's has one", alias(PROMOTED, { 8: 0.1 }), true],
  // While provisioned concurrency follows the alias: https://github.com/hashicorp/terraform-provider-aws/issues/48116.
  ['the version before has one', alias(PROMOTED, { 6: 0.5 }), false],
  ['a version has one, and nobody knows which was before', alias('by hand', { 6: 0.5 }), true],
])('traffic is shared or not, where %s', (_where, read, isShared) => {
  expect(sharesTraffic(read)).toBe(isShared);
});

const by = {
  action: 'lambda-rollback',
  owner: { run: '900', attempt: 1, nonce: '00000001' },
  at: Date.parse('2026-05-04T12:00:00Z'),
};
const AT = 'at=2026-05-04T12:00:00Z';
const OWNER = 'run=900.1 nonce=00000001';

test.each<[string, Alias, string, string]>([
  ['the version before', alias(PROMOTED), '6', `to=6 from=5 earlier=3 undid=7 ${AT} ${OWNER} order=aaaa:57`],
  ['the oldest that is known', alias(PROMOTED), '3', `to=3 undid=7 ${AT} ${OWNER} order=aaaa:57`],
  ['one that is not known', alias(PROMOTED), '2', `to=2 undid=7 ${AT} ${OWNER} order=aaaa:57`],
  [
    'what was live beside the canary',
    alias(ON_TRIAL, { 8: 0.1 }),
    '7',
    `to=7 from=6 earlier=5,3 undid=8 ${AT} ${OWNER} order=aaaa:57 proof=9f86d081884c7d65`,
  ],
  [
    'the version before that',
    alias(ON_TRIAL, { 8: 0.1 }),
    '6',
    `to=6 from=5 earlier=3 undid=8 ${AT} ${OWNER} order=aaaa:57`,
  ],
  [
    'where it is, since only the weights are to go',
    alias('lambda-promote to=7 from=6 undid=8 run=812.1 nonce=0a1b2c3d', { 8: 1 }),
    '7',
    `to=7 from=6 undid=8 ${AT} ${OWNER}`,
  ],
  [
    'where it is, since a share that was given by hand must go',
    alias(PROMOTED, { 8: 0.1 }),
    '7',
    `to=7 from=6 earlier=5,3 undid=8 ${AT} ${OWNER} order=aaaa:57`,
  ],
  ['a version, from where somebody moved it', alias('by hand'), '6', `to=6 undid=7 ${AT} ${OWNER}`],
])('back to %s it says what it undid, what is further down, and in whose order', (_what, from, to, says) => {
  // Weights that are not given are cleared.
  expect(backFrom(from, to, by)).toEqual({ version: to, description: `lambda-rollback ${says}` });
});
