import { aliasesOf, setsAbout } from '../../src/identity/aliases.ts';

const [A, B] = ['CVE-2026-1001', 'CVE-2026-1002'];
const [GA, GB, GC] = ['GHSA-aaaa-aaaa-aaaa', 'GHSA-bbbb-bbbb-bbbb', 'GHSA-cccc-cccc-cccc'];
const [PA, SNYK, RHSA] = ['PYSEC-2026-7', 'SNYK-JS-X-1', 'RHSA-2026:42'];

type Sets = readonly (readonly string[])[];

test.each<[string, Sets, Sets]>([
  ['the same id', [], [[GA], [GA]]],
  ['an id in other capitals', [], [[GA], [GA.toUpperCase()]]],
  ['two ids, one CVE', [[A, GA]], [[GA], [A]]],
  [
    'three ids, one CVE',
    [
      [A, GA],
      [A, PA],
    ],
    [[GA], [PA], [A, SNYK], [A]],
  ],
  [
    'an id named with one that has a CVE',
    [
      [A, GA],
      [GA, PA],
    ],
    [[PA], [A]],
  ],
  ['ids of which one has a CVE', [[A, GA]], [[GA, PA], [A]]],
  ['without a CVE, the id that both name', [[GA, PA]], [[GA, PA], [GA]]],
  [
    'a CVE beside an id that covers several',
    [
      [RHSA, A],
      [RHSA, B],
    ],
    [[RHSA, A], [A]],
  ],
  ['an id that covers several, by itself', [[RHSA, A, B]], [[RHSA], [RHSA, A, B]]],
])('%s: one', (_name, named, results) => {
  const aliases = aliasesOf([...named, ...results]);
  expect(new Set(results.map((ids) => aliases.advisoryOf(ids))).size).toBe(1);
});

test.each<[string, Sets, Sets]>([
  ['two CVEs', [], [[A], [B]]],
  [
    'two CVEs that share an id',
    [
      [A, GA],
      [B, GA],
    ],
    [[A], [B], [GA]],
  ],
  ['ids without a CVE', [[GA, PA]], [[GA], [PA]]],
  ['an id that covers two CVEs, and each of them', [[SNYK, A, B]], [[SNYK], [A], [B]]],
  [
    'ids that one result names with two CVEs',
    [
      [A, GA],
      [A, B, GA],
    ],
    [[GA], [A], [B]],
  ],
  [
    'two of GitHub in one result, of which one has a CVE',
    [
      [A, GA],
      [SNYK, GA, GB],
    ],
    [[GA], [GB], [SNYK]],
  ],
  [
    'two of GitHub by a third id',
    [
      [A, GA],
      [GA, PA],
      [PA, GB],
    ],
    [[GA], [GB], [PA]],
  ],
  [
    'two CVEs by a third id',
    [
      [A, GA],
      [B, GB],
      [GA, PA],
      [GB, PA],
    ],
    [[GA], [GB], [PA]],
  ],
  ['a result of several CVEs, and one of them', [], [[A, B], [A], [B]]],
  ['a result of several of GitHub, and one of them', [], [[GA, GC], [GA], [GC]]],
])('%s: kept apart', (_name, named, results) => {
  const aliases = aliasesOf([...named, ...results]);
  expect(new Set(results.map((ids) => aliases.advisoryOf(ids))).size).toBe(results.length);
});

test('of an advisory all ids are known, by any order of what is named', () => {
  const sets = [
    [A, GA],
    [A, PA],
    [RHSA, A],
    [RHSA, B],
  ];
  for (const order of [sets, sets.toReversed()]) {
    const aliases = aliasesOf(order);
    expect([...aliases.idsOf(A)].sort()).toEqual([A, GA.toUpperCase(), PA]);
    expect(aliases.idsOf(RHSA)).toEqual([RHSA]);
  }
});

test('a long chain of ids is closed at once', () => {
  const chain = Array.from({ length: 50_000 }, (_, at) => [`X${at}-1`, `X${at + 1}-1`]);
  const aliases = aliasesOf([...chain, [A, 'X0-1']]);
  expect(aliases.advisoryOf(['X50000-1'])).toBe(A);
});

test('names of properties are ids like others', () => {
  const aliases = aliasesOf([
    [A, '__proto__'],
    [A, 'constructor'],
  ]);
  expect(aliases.advisoryOf(['__proto__'])).toBe(A);
  expect(aliases.advisoryOf(['toString'])).toBe('TOSTRING');
});

test('sets about some ids are those that lead to them, by any order', () => {
  const sets = [
    [A, GA],
    [GA, PA],
    [B, GB],
    [PA, SNYK],
  ];
  expect(setsAbout(sets, [PA.toLowerCase()])).toEqual([
    [A, GA],
    [GA, PA],
    [PA, SNYK],
  ]);
  expect(setsAbout(sets, [B, 'CVE-2026-9'])).toEqual([[B, GB]]);
  expect(setsAbout(sets, [])).toEqual([]);
});

test('one result that names hundreds of thousands of ids is read at once', () => {
  const many = Array.from({ length: 200_000 }, (_, at) => (at % 2 === 0 ? `CVE-2026-${at}` : `X${at}-1`));
  const aliases = aliasesOf([many, [A, GA]]);
  expect(aliases.advisoryOf([GA])).toBe(A);
  expect(setsAbout([many, [A, GA]], ['X1-1'])).toEqual([many]);
});
