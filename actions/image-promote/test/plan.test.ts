import { outcomeOf, plan } from '../src/plan/plan.ts';
import type { Observed, Step } from '../src/plan/state.ts';
import { digest, held, IMAGE, item, moving, observed, referrer } from './support/observed.ts';

/** A step in a few letters, as the tables have it. */
function told(step: Step): string {
  const start = (one: string) => one.replace(/^sha256:/, '').replace(/0+$/, '');
  switch (step.do) {
    case 'blobs':
      return `blobs ${step.count}`;
    case 'manifests':
      return `${step.role} ${step.digests.map(start).join(',')}`;
    case 'record':
      return `record ${step.subjects.map(start).join(',')}`;
    case 'compare':
      return `compare ${step.count}`;
    case 'tag':
      return `tag ${step.tag}`;
    case 'move':
      return `move ${step.tag} ${start(step.from)}`.trimEnd();
    default:
      return step.do;
  }
}

const steps = (given: Partial<Observed>) => plan(observed(given)).steps.map(told);
const tag = (name: string, now = '') => new Map([[name, held(now)]]);
const here = (...starts: readonly string[]) => new Set(starts.map(digest));
const image = item('a', 'image');
const index = item('a', 'image', { after: [digest('c1'), digest('c2')], blobs: [] });
const children = [item('c1', 'child'), item('c2', 'child')];

test.each<[string, Partial<Observed>, string[]]>([
  ['nothing', {}, []],
  ['a tag that is there', { tags: tag('1.2.3', 'a') }, []],
  ['a tag that is missing', { tags: tag('1.2.3') }, ['tag 1.2.3']],
  [
    'tags that move come last, in their order',
    { moving: [moving('prod', 'd'), moving('latest', '')], tags: tag('1.2.3') },
    ['tag 1.2.3', 'move prod d', 'move latest'],
  ],
  ['a tag that moves, and is there', { moving: [moving('prod', 'a')] }, []],
  [
    'an image, from its blobs up to its tag',
    { items: [image], tags: tag('prod-1') },
    ['blobs 1', 'image a', 'compare 1', 'tag prod-1'],
  ],
  [
    'a repository is made first',
    { items: [image], destination: 'absent' },
    ['create', 'blobs 1', 'image a', 'compare 1'],
  ],
  ['an image that is there', { items: [image], here: here('a'), tags: tag('prod-1') }, ['tag prod-1']],
  ['blobs that came are not brought again', { items: [image], brought: here('ba') }, ['image a', 'compare 1']],
  [
    'children of an index before it',
    { items: [index, ...children] },
    ['blobs 2', 'child c1,c2', 'image a', 'compare 3'],
  ],
  [
    'a child that is there is not sent again',
    { items: [index, ...children], here: here('c1') },
    ['blobs 1', 'child c2', 'image a', 'compare 3'],
  ],
  [
    'an index in an index, from the bottom up',
    {
      items: [
        item('a', 'image', { after: [digest('c1')] }),
        item('c1', 'child', { after: [digest('c2')] }),
        item('c2', 'child'),
      ],
    },
    ['blobs 3', 'child c2', 'child c1', 'image a', 'compare 3'],
  ],
  [
    'referrers after what they are about, and then listed',
    { items: [index, ...children, referrer('e', 'a'), referrer('f', 'c1'), referrer('g', 'e')] },
    ['blobs 5', 'child c1,c2', 'image a', 'referrer e,f', 'referrer g', 'record a,c1,e', 'compare 6'],
  ],
  [
    'what cosign finds by its tag is listed by being there',
    { items: [image, referrer('e', 'a', 'sha256-a.sig')] },
    ['blobs 2', 'image a', 'referrer e', 'compare 2'],
  ],
  [
    'a referrer that is there, and not listed, is listed',
    { items: [image, referrer('e', 'a')], here: here('a', 'e') },
    ['record a', 'compare 2'],
  ],
  ['all is there, and listed', { items: [image, referrer('e', 'a')], here: here('a', 'e'), listed: here('e') }, []],
  [
    'what is left behind is neither written, nor listed, nor compared',
    {
      items: [image, referrer('e', 'a')],
      left: [{ digest: digest('e'), subject: IMAGE, artifactType: '', why: 'of a test' }],
    },
    ['blobs 1', 'image a', 'compare 1'],
  ],
  [
    'what was compared is not compared again',
    { items: [image], here: here('a'), copied: here('a'), isCompared: true, tags: tag('prod-1') },
    ['tag prod-1'],
  ],
  [
    'what this run has written is compared before a tag',
    { items: [image], here: here('a'), copied: here('a'), tags: tag('prod-1') },
    ['compare 1', 'tag prod-1'],
  ],
  ['nothing follows a failure', { items: [image], failure: { code: 'error', message: 'of a test' } }, []],
])('%s', (_, given, expected) => {
  expect(steps(given)).toEqual(expected);
});

test('blobs come the largest first, and each once', () => {
  const shared = { digest: digest('b1'), size: 5, mediaType: '' };
  const items = [
    item('c1', 'child', { blobs: [shared, { digest: digest('b2'), size: 50, mediaType: '' }] }),
    item('c2', 'child', { blobs: [shared] }),
  ];
  expect(plan(observed({ items })).steps[0]).toEqual({ do: 'blobs', count: 2, bytes: 55 });
});

const tagStep: readonly Step[] = [{ do: 'tag', tag: 'x' }];
test.each<[string, Partial<Observed>, readonly Step[]]>([
  ['promoted', {}, tagStep],
  ['noop', {}, []],
  ['failed', { failure: { code: 'unavailable', message: '' } }, tagStep],
  ['failed', { failure: { code: 'cancelled', message: '' } }, tagStep],
  ['rejected', { failure: { code: 'scan-not-clean', message: '' } }, tagStep],
  ['superseded', { failure: { code: 'tag-moved', message: '' } }, tagStep],
  ['unknown', { failure: { code: 'unavailable', message: '' }, unreadable: true }, tagStep],
])('it ended %s', (outcome, given, planned) => {
  expect(outcomeOf(observed(given), planned)).toBe(outcome);
});
