import { KINDS, type Kind, SEVERITIES } from '@actions-aws/findings';
import { causeOf, fateOfBoth, verdictOf } from '../../src/gate/decision.ts';
import { countedAs, rankOf, THRESHOLDS, type Threshold, wordOf } from '../../src/gate/severity.ts';
import { FATES, STATES } from '../../src/store/rows.ts';

const judged: readonly Kind[] = ['code', 'dependency', 'secret', 'configuration'];

/** The words that meet each threshold, as the issue says it. */
const MEETS: Readonly<Record<Threshold, readonly string[]>> = {
  critical: ['critical', 'unknown'],
  high: ['critical', 'high', 'unknown'],
  medium: ['critical', 'high', 'medium', 'unknown'],
  low: ['critical', 'high', 'medium', 'low', 'unknown'],
  never: [],
};

function* allCases() {
  for (const kind of KINDS)
    for (const severity of SEVERITIES)
      for (const state of STATES)
        for (const open of [true, false])
          for (const failOn of THRESHOLDS)
            for (const failOnNew of THRESHOLDS)
              for (const kinds of [judged, KINDS, []]) yield { kind, severity, state, open, failOn, failOnNew, kinds };
}

test('each of all combinations is decided as the table says', () => {
  let decided = 0;
  for (const one of allCases()) {
    const { kind, severity, state, open, failOn, failOnNew, kinds } = one;
    const counts =
      open && ['new', 'unchanged', 'updated'].includes(state) && kinds.includes(kind) && severity !== 'none';
    const wrong = {
      secret: kind === 'secret',
      'fail-on': MEETS[failOn].includes(severity),
      'fail-on-new': state === 'new' && MEETS[failOnNew].includes(severity),
    };
    const expected = counts ? (['secret', 'fail-on', 'fail-on-new'] as const).find((cause) => wrong[cause]) : undefined;
    if (causeOf(one, one) !== expected)
      expect({ ...one, cause: causeOf(one, one) }).toEqual({ ...one, cause: expected });
    decided += 1;
  }
  expect(decided).toBe(6 * 6 * 5 * 2 * 5 * 5 * 3);
});

test('a worse severity, a lower threshold and a newer state never let pass what blocked', () => {
  for (const one of allCases()) {
    if (causeOf(one, one) === undefined) continue;
    for (const severity of SEVERITIES) {
      if (rankOf(severity) < rankOf(one.severity)) continue;
      expect(causeOf({ ...one, severity }, one)).toBeDefined();
    }
    for (const failOn of THRESHOLDS.slice(THRESHOLDS.indexOf(one.failOn))) {
      if (failOn !== 'never') expect(causeOf(one, { ...one, failOn })).toBeDefined();
    }
    expect(causeOf({ ...one, state: 'new' }, one)).toBeDefined();
  }
});

test.each<[boolean, number, boolean, string, boolean]>([
  // incomplete, blocking, enforce, verdict, green
  [false, 0, true, 'pass', true],
  [false, 0, false, 'pass', true],
  [false, 1, true, 'block', false],
  [false, 1, false, 'block', true],
  [true, 0, true, 'incomplete', false],
  [true, 0, false, 'incomplete', false],
  [true, 1, true, 'incomplete', false],
  [true, 1, false, 'incomplete', false],
])('incomplete %s, %s blocking, enforce %s: %s, green %s', (incomplete, blocking, enforce, verdict, green) => {
  expect(verdictOf(incomplete, blocking, enforce)).toEqual({ verdict, green });
});

test('one open result makes the finding open', () => {
  for (const one of FATES)
    for (const other of FATES) {
      const all = fateOfBoth(one, other);
      expect([one, other]).toContain(all);
      expect(all === 'open').toBe(one === 'open' || other === 'open');
    }
});

test('a severity is its rank, and what is unknown counts as the workflow says', () => {
  for (const word of SEVERITIES) expect(wordOf(rankOf(word))).toBe(word);
  expect(SEVERITIES.map((word) => countedAs(word, undefined))).toEqual(SEVERITIES);
  expect(SEVERITIES.map((word) => countedAs(word, 'low'))).toEqual([
    'critical',
    'high',
    'medium',
    'low',
    'low',
    'none',
  ]);
});
