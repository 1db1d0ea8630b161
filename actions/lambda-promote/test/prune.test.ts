import { plan } from '../src/plan/plan.ts';
import { oldVersions } from '../src/plan/prune.ts';
import type { Desired, Observed } from '../src/plan/state.ts';
import { alias, desired, ours, published, settled, uploaded, version } from './support/situations.ts';

/** Published versions with these numbers, none of whose code is asked for. */
const numbered = (numbers: string) =>
  numbers.split(' ').map((one) => ({ version: one, description: '', codeSha256: `code-of-${one}` }));

const live = (history: string) => alias('live', '6', `lambda-promote to=6 ${history}`);
const previous = (history = '') => alias('live-previous', '5', `lambda-promote to=5 ${history}`);

/** Version 6 is live, and new code waits for promotion. */
const before: Partial<Observed> = { versions: numbered('1 2 3 4 5 6'), previousAlias: undefined, met: new Set(['6']) };

test.each<[string, number, Partial<Observed>, Partial<Desired>, string]>([
  ['the newest beside what is promoted and what was live before it', 3, {}, {}, '1 2 3 4'],
  ['no more than those, if that is all that is wanted', 1, {}, {}, '1 2 3 4 5'],
  ['what the history of the alias names', 1, { alias: live('from=3 earlier=1') }, {}, '2 4 5'],
  ['those that were live, before any that never were', 3, { alias: live('from=3 earlier=1') }, {}, '2 4 5'],
  ['others too, where more are wanted than were live', 5, { alias: live('from=3 earlier=1') }, {}, '2 4'],
  [
    'what the previous alias will name, not what it names now',
    1,
    { previousAlias: previous('from=2') },
    {},
    '1 2 3 4 5',
  ],
  [
    'the previous alias as it is, where it is not moved',
    1,
    { previousAlias: previous('from=2'), live: version('6', 'old-code', { state: 'Failed' }) },
    {},
    '1 3 4',
  ],
  ['what other aliases name', 1, { referenced: new Set(['2', '3']) }, {}, '1 4 5'],
  ['what users met a moment ago', 1, { met: new Set(['6', '4']) }, {}, '1 2 3 5'],
  [
    'what is newer than what is promoted',
    1,
    { candidate: version('3', 'x'), alias: live('from=5') },
    { source: { kind: 'version', version: '3' } },
    '1 2',
  ],
  [
    'what PublishVersion may give back',
    1,
    {
      versions: [...numbered('4 5'), { version: '6', description: '', codeSha256: 'new-code' }],
      alias: alias('live', '4'),
    },
    {},
    '5',
  ],
  ['what has no number', 1, { versions: numbered('$LATEST.PUBLISHED blue 5x 4') }, {}, '4'],
  ['numbers by their value', 2, { versions: numbered('9 10 8 6') }, {}, '8 9 10'],
])('keeps %s', (_name, keepVersions, observed, asked, expected) => {
  const seen = { ...settled, ...before, ...observed };
  expect(oldVersions(seen, { ...desired, keepVersions, ...asked }).join(' ')).toBe(expected);
});

test.each([1, 2, 4, 6])('what goes of %d to keep is the same before the promotion and after it', (keepVersions) => {
  const asked = { ...desired, keepVersions };
  const first = { ...settled, ...before, alias: live('from=4 earlier=2'), previousAlias: previous('from=3') };
  const toGo = oldVersions(first, asked);
  const uses = new Map(toGo.map((one) => [one, '']));
  const pruned = (observed: Observed) =>
    plan({ ...observed, uses }, asked).steps.flatMap((step) => (step.do === 'prune' ? [step.version] : []));
  expect(pruned(first)).toEqual(toGo);
  const last: Observed = {
    ...first,
    latest: uploaded,
    candidate: published,
    alias: alias('live', '7', `${ours.replace('from=6', 'from=6 earlier=4,2')} to=7`),
    previousAlias: { ...live('from=4 earlier=2'), name: 'live-previous' },
    verified: true,
  };
  expect(pruned(last)).toEqual(toGo);
});

test('what is used stays, and so does what was not looked at', () => {
  const uses = new Map([
    ['1', ''],
    ['2', 'event source mapping 91eaeb7e'],
  ]);
  const { steps } = plan({ ...settled, ...before, uses }, { ...desired, keepVersions: 1 });
  expect(steps.filter((step) => step.do === 'prune')).toEqual([{ do: 'prune', version: '1' }]);
});
