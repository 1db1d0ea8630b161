import { readDocument } from '@actions-aws/action';
import { acceptancesIn } from '../../src/gate/acceptance.ts';

const IDENTITY = 'de3cc1e9ce6d2fe742e14c042bbe32f57c3b18750123abcd';
const WHO = 'owner: web\n  reason: not reachable\n  expiry: 2027-01-31';

async function read(text: string) {
  const document = await readDocument(text);
  if ('refusals' in document) throw new Error('no document');
  return acceptancesIn(document.value);
}

test.each<[string, string, object]>([
  ['an identity', `- identity: ${IDENTITY}\n  ${WHO}`, { by: 'identity', identity: IDENTITY }],
  [
    'an identity in capitals',
    `- identity: ${IDENTITY.toUpperCase()}\n  ${WHO}`,
    { by: 'identity', identity: IDENTITY },
  ],
  ['a rule and a path', `- rule: B101\n  path: ./a/b.py\n  ${WHO}`, { by: 'place', rule: 'B101', path: 'a/b.py' }],
  [
    'an advisory and a package',
    `- advisory: CVE-2026-1001\n  package: lodash\n  ${WHO}`,
    { by: 'package', advisory: 'CVE-2026-1001', package: { name: 'lodash' } },
  ],
  [
    'a purl with scope, version and qualifiers',
    `- advisory: CVE-2026-1001\n  package: "pkg:npm/%40babel/core@7.0.0?x=y#z"\n  ${WHO}`,
    { by: 'package', advisory: 'CVE-2026-1001', package: { type: 'npm', name: '@babel/core' } },
  ],
  [
    'a purl of a distribution',
    `- advisory: CVE-2026-1001\n  package: pkg:deb/debian/libssl3@3.0?arch=amd64\n  ${WHO}`,
    { by: 'package', advisory: 'CVE-2026-1001', package: { type: 'deb', name: 'libssl3' } },
  ],
])('%s is accepted', async (_name, text, what) => {
  expect(await read(text)).toEqual({
    acceptances: [{ at: '[0]', what, owner: 'web', reason: 'not reachable', expiry: '2027-01-31' }],
    refusals: [],
  });
});

test.each([
  ['an empty file', ''],
  ['an empty list', '[]'],
  ['comments only', '# none yet'],
])('%s accepts nothing', async (_name, text) => {
  expect(await read(text)).toEqual({ acceptances: [], refusals: [] });
});

test.each<[string, string, string, string]>([
  // what, document, where, message
  ['no list', `identity: ${IDENTITY}`, '', 'must be a list of entries'],
  ['no mapping', `- ${IDENTITY}`, '[0]', 'must be an entry with keys'],
  ['no owner', `- identity: ${IDENTITY}\n  reason: x\n  expiry: 2027-01-31`, '[0]', 'has no `owner`'],
  ['no reason', `- identity: ${IDENTITY}\n  owner: x\n  expiry: 2027-01-31`, '[0]', 'has no `reason`'],
  ['no expiry', `- identity: ${IDENTITY}\n  owner: x\n  reason: y`, '[0]', 'has no `expiry`'],
  [
    'an empty owner',
    `- identity: ${IDENTITY}\n  owner: ""\n  reason: y\n  expiry: 2027-01-31`,
    '[0].owner',
    'is empty',
  ],
  [
    'a blank reason',
    `- identity: ${IDENTITY}\n  owner: x\n  reason: " "\n  expiry: 2027-01-31`,
    '[0].reason',
    'is empty',
  ],
  [
    'an owner that is no text',
    `- identity: ${IDENTITY}\n  owner: 7\n  reason: y\n  expiry: 2027-01-31`,
    '[0].owner',
    'must be text',
  ],
  [
    'a day that does not exist',
    `- identity: ${IDENTITY}\n  owner: x\n  reason: y\n  expiry: 2027-02-30`,
    '[0].expiry',
    'must be a day such as `2027-01-31`',
  ],
  [
    'a day in another form',
    `- identity: ${IDENTITY}\n  owner: x\n  reason: y\n  expiry: 31.01.2027`,
    '[0].expiry',
    'must be a day such as `2027-01-31`',
  ],
  [
    'no end',
    `- identity: ${IDENTITY}\n  owner: x\n  reason: y\n  expiry: never`,
    '[0].expiry',
    'must be a day such as `2027-01-31`',
  ],
  ['an unknown key', `- identity: ${IDENTITY}\n  severity: low\n  ${WHO}`, '[0].severity', 'is no key of an entry'],
  ['nothing accepted', `- ${WHO}`, '[0]', 'does not say what it accepts'],
  ['a rule alone', `- rule: B101\n  ${WHO}`, '[0]', 'has no `path`'],
  ['a package alone', `- package: lodash\n  ${WHO}`, '[0]', 'has no `advisory`'],
  ['two ways', `- identity: ${IDENTITY}\n  rule: B101\n  path: a\n  ${WHO}`, '[0]', 'says in two ways what it accepts'],
  ['no identity', `- identity: de3cc1e9\n  ${WHO}`, '[0].identity', 'is no identity'],
  ['the second of two', `- identity: ${IDENTITY}\n  ${WHO}\n- rule: x\n  ${WHO}`, '[1]', 'has no `path`'],
])('%s is refused', async (_name, text, at, message) => {
  const { acceptances, refusals } = await read(text);
  expect(acceptances).toEqual([]);
  expect(refusals).toEqual([expect.objectContaining({ at, message })]);
});

test('a key that is nearly one is told', async () => {
  const { refusals } = await read(`- identity: ${IDENTITY}\n  owner: x\n  reason: y\n  expires: 2027-01-31`);
  expect(refusals).toEqual([
    expect.objectContaining({ at: '[0].expires', remedy: 'Write `expiry`.' }),
    expect.objectContaining({ message: 'has no `expiry`' }),
  ]);
});
