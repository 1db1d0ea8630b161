import type { FailureCode } from '@actions-aws/promotion';
import type { Mutability, Scan } from '@actions-aws/registry';
import { refusal } from '../src/plan/refusal.ts';
import { wrongScans } from '../src/plan/scan.ts';
import type { Desired, Observed, Severity } from '../src/plan/state.ts';
import { desired, digest, held, IMAGE, item, moving, observed, referrer, wishes } from './support/observed.ts';

const immutable: Mutability = { mode: 'IMMUTABLE_WITH_EXCLUSION', exclusions: ['latest'], hasUnknownExclusions: false };
const older = { move: false, why: 'its commit contains this one' };

test.each<[string, Partial<Observed>, Partial<Desired>, FailureCode, RegExp]>([
  [
    'the tag of the environment before is another image',
    { required: new Map([['staging', held('d')]]) },
    {},
    'not-carried',
    /does not carry the tag staging in dev\.example\/api: that is sha256:d0/,
  ],
  ['that tag is not there', { required: new Map([['staging', held('')]]) }, {}, 'not-carried', /there is no such tag/],
  [
    'a gate, and one of two tags is missing',
    {
      required: new Map([['staging', held('d')]]),
      tags: new Map([['1.2.3', held('a')]]),
      moving: [moving('prod', '')],
    },
    {},
    'not-carried',
    /does not carry the tag staging/,
  ],
  [
    'a gate, and a referrer is missing',
    {
      required: new Map([['staging', held('d')]]),
      tags: new Map([['1.2.3', held('a')]]),
      items: [item('a', 'image'), referrer('e', 'a')],
      here: new Set([IMAGE]),
    },
    {},
    'not-carried',
    /does not carry the tag staging/,
  ],
  ['no scan is done', { scans: [] }, { maxSeverity: 'high' }, 'scan-not-clean', /could be scanned/],
  ['the repository is missing', { destination: 'absent' }, {}, 'no-repository', /no repository prod\.example\/api/],
  [
    'ECR can make none in which just these tags move',
    { destination: 'absent' },
    { create: true, moving: wishes('a', 'b', 'c', 'd', 'e', 'f') },
    'no-repository',
    /no repository prod\.example\/api, and ECR makes none in which just these 6 tags move/,
  ],
  [
    'a tag that never moves is another image',
    { tags: new Map([['1.2.3', held('d')]]) },
    {},
    'tag-taken',
    /prod\.example\/api:1\.2\.3 is sha256:d0+, and not sha256:a0+/,
  ],
  [
    'such a tag is archived',
    { tags: new Map([['1.2.3', { ...held('d'), isArchived: true }]]) },
    {},
    'tag-taken',
    /which is archived/,
  ],
  [
    'a tag would go back',
    { moving: [moving('prod', 'd', older)] },
    {},
    'older-image',
    /prod stays on sha256:d0+: its commit/,
  ],
  [
    'the repository lets a tag not move',
    { moving: [moving('prod', 'd')], mutability: immutable },
    {},
    'immutable-tag',
    /does not let prod move/,
  ],
  [
    'the image is about to go',
    { fleeting: [{ digest: IMAGE, action: 'EXPIRE', rule: 'rule 1', what: 'the image' }] },
    {},
    'expiring',
    /take away the image \(EXPIRE by rule 1\)/,
  ],
])('refused: %s', (_, seen, asked, code, message) => {
  const found = refusal(observed(seen), desired(asked));
  expect(found).toMatchObject({ code, message: expect.stringMatching(message) });
  expect(found?.hint).not.toBe('');
});

test.each<[string, Partial<Observed>, Partial<Desired>]>([
  ['nothing stands in the way', {}, {}],
  ['the required tag is this image', { required: new Map([['staging', held('a')]]) }, {}],
  ['the repository is made', { destination: 'absent' }, { create: true }],
  ['the first push makes it', { destination: 'unknown' }, {}],
  ['the tag is this image already', { tags: new Map([['1.2.3', held('a')]]) }, {}],
  [
    'a gate, and nothing is left to write',
    {
      required: new Map([['staging', held('d')]]),
      tags: new Map([['1.2.3', held('a')]]),
      moving: [moving('prod', 'a')],
    },
    { maxSeverity: 'high' },
  ],
  ['a tag may go back', { moving: [moving('prod', 'd', older)] }, { allowOlder: true, moving: wishes('prod') }],
  ['a tag that would go back is there', { moving: [moving('prod', 'a', older)] }, {}],
  ['a tag may move by an exclusion', { moving: [moving('latest', 'd')], mutability: immutable }, {}],
  ['a tag that is new needs no exclusion', { moving: [moving('prod', '')], mutability: immutable }, {}],
])('begun: %s', (_, seen, asked) => {
  expect(refusal(observed(seen), desired(asked))).toBeUndefined();
});

test('all reasons are told at once, and what cannot be done gives the code', () => {
  const found = refusal(
    observed({
      required: new Map([['staging', held('')]]),
      moving: [moving('prod', 'd', older)],
      destination: 'absent',
    }),
    desired(),
  );
  expect(found?.code).toBe('no-repository');
  for (const said of ['staging', 'prod stays', 'no repository']) expect(found?.message).toContain(said);
  expect(found?.hint).toMatch(/create: true.*allow-older/);
});

const one = digest('c');
const scan = (status: string, counts: Scan['counts'] = {}, hasEnded = true) => [
  { digest: one, scan: { status, hasEnded, counts } },
];
test.each<[string, Parameters<typeof wrongScans>[0], Severity, string]>([
  ['a basic scan without findings', scan('COMPLETE'), 'informational', ''],
  ['an enhanced scan, which goes on', scan('ACTIVE', { LOW: 2 }), 'low', ''],
  ['what is as bad as allowed', scan('COMPLETE', { MEDIUM: 9 }), 'medium', ''],
  ['what is worse', scan('COMPLETE', { CRITICAL: 1, HIGH: 2, LOW: 3 }), 'medium', 'has 1 CRITICAL, 2 HIGH'],
  ['a severity of which there is none', scan('COMPLETE', { CRITICAL: 0 }), 'low', ''],
  ['what is not judged yet', scan('ACTIVE', { UNTRIAGED: 1 }), 'high', 'has 1 UNTRIAGED'],
  ['all passes where even critical does', scan('ACTIVE', { UNDEFINED: 1, CRITICAL: 4 }), 'critical', ''],
  ['never scanned', scan('NOT_FOUND'), 'critical', 'was never scanned'],
  ['pending', scan('PENDING'), 'critical', 'waiting'],
  ['under way', scan('IN_PROGRESS'), 'critical', 'being scanned'],
  ['active before its first findings', scan('ACTIVE', {}, false), 'critical', 'no scan of it has come to its end'],
  ['archived', scan('IMAGE_ARCHIVED'), 'critical', 'archived'],
  ['too large', scan('IMAGE_SIZE_EXCEEDED'), 'critical', 'too large'],
  ['of a kind that is not scanned', scan('UNSUPPORTED_IMAGE'), 'critical', 'not scanned'],
  ['findings that cannot be had', scan('FINDINGS_UNAVAILABLE'), 'critical', 'cannot be had'],
  ['a status that is new', scan('BORED'), 'critical', 'the status BORED, which is not known here'],
  ['a registry without scans', [{ digest: one, scan: undefined }], 'critical', 'no scans'],
  ['one platform of two', [...scan('COMPLETE'), ...scan('PENDING')], 'high', 'waiting'],
  ['no platform at all', [], 'critical', 'could be scanned'],
])('a scan: %s', (_, scans, most, wrong) => {
  expect(wrongScans(scans, most).join('; ')).toEqual(wrong === '' ? '' : expect.stringContaining(wrong));
});
