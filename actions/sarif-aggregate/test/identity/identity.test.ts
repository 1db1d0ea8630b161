import { listed } from '../../src/baseline/listed.ts';
import type { Row } from '../../src/store/rows.ts';
import { plainRows } from '../support/plain-rows.ts';
import { code, configuration, dependency, license, secret } from '../support/results.ts';

const CVE = 'CVE-2026-1001';
const GHSA = 'GHSA-aaaa-aaaa-aaaa';

const rows: readonly Row[] = [
  code({ text: 'x' }),
  code({ text: 'x', line: 9 }),
  code({ line: 4 }),
  code({ text: 'x', kind: 'lint' }),
  secret(),
  secret({ detail: 'c1', lineHash: '', textHash: '' }),
  configuration({ detail: 'a' }),
  configuration(),
  dependency([CVE, GHSA], 'lodash'),
  license('MIT', 'lodash'),
];

function identitiesOf(list: readonly Row[]): readonly string[] {
  const findings = listed({ rows: plainRows()(list), scans: [] });
  return list.map((_, row) => findings.identity(findings.findingOf(row)));
}

test('an identity is 48 hex digits, each another, in any order of results', () => {
  const identities = identitiesOf(rows);
  expect(new Set(identities).size).toBe(rows.length);
  for (const one of identities) expect(one).toMatch(/^[0-9a-f]{48}$/);
  expect(identitiesOf(rows.toReversed()).toReversed()).toEqual(identities);
});

test('the order of findings is that of no input', () => {
  const many = Array.from({ length: 3000 }, (_, at) => code({ text: `${at}`, rule: `rule ${at % 7}` }));
  const orderOf = (rows: readonly Row[]) => {
    const findings = listed({ rows: plainRows()(rows), scans: [] });
    return Array.from(findings.byIdentity, findings.identity);
  };
  const order = orderOf(many);
  expect(new Set(order).size).toBe(3000);
  expect(orderOf(many.toReversed())).toEqual(order);
  const few = orderOf(many.filter((_, at) => at % 11 === 0));
  expect(order.filter((one) => few.includes(one))).toEqual(few);
});

// Entries of users' accept files name them: another value is another version of the fingerprint.
test('identities stay what they were', () => {
  expect(identitiesOf(rows)).toMatchInlineSnapshot(`
[
  "2537d6b791596f6ccf2061bc02b22d4a2bbe32f57c3b1875",
  "2537d6b791596f6ccf2061bc02b22d4ab1a9fd6c1a729226",
  "2537d6b791596f6ccf2061bc02b22d4a0000000000000004",
  "9d79b4afab422451cf2061bc02b22d4a2bbe32f57c3b1875",
  "0896f873e175c4b2a4cac42aa0ef14ad3e9baf76322c740d",
  "0896f873e175c4b2a4cac42aa0ef14ad59360c5500000003",
  "f58be2a806fa64d62ce5c30bf7092c0a5c6d20e8b56f7c09",
  "f58be2a806fa64d62ce5c30bf7092c0a32ecebaaea6351bf",
  "f15420e1f714d20fac0d92fef09e3b3478fcffd208b11d32",
  "bef68e23a72175d1ac0d92fef09e3b3478fcffd208b11d32",
]
`);
});

test('a GUID is of the form that SARIF asks for, each another', () => {
  const findings = listed({ rows: plainRows()(rows), scans: [] });
  const guids = rows.map((_, row) => findings.guid(findings.findingOf(row)));
  // https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json, guid
  const form = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$/;
  for (const guid of guids) expect(guid).toMatch(form);
  expect(new Set(guids).size).toBe(rows.length);
  // An aggregate keeps it for as long as its finding.
  const of = (identity: string) => guids[identitiesOf(rows).indexOf(identity)];
  expect(of('0896f873e175c4b2a4cac42aa0ef14ad59360c5500000003')).toBe('a879ecde-45bf-5098-9936-0c5500000003');
});

test('the tool that is missing today changes no identity, and neither does the one that comes', () => {
  const [alone] = identitiesOf([dependency([CVE], 'libssl3', { type: 'deb' })]);
  const [withOther] = identitiesOf([
    dependency([CVE], 'libssl3'),
    dependency([CVE, GHSA], 'libssl3', { type: 'deb', tool: 'Grype' }),
  ]);
  expect(withOther).toBe(alone);
});
