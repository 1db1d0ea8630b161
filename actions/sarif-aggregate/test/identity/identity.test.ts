import { listed } from '../../src/baseline/listed.ts';
import { guidOf } from '../../src/identity/identity.ts';
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

test('an identity is 40 hex digits, each another, in any order of results', () => {
  const identities = identitiesOf(rows);
  expect(new Set(identities).size).toBe(rows.length);
  for (const one of identities) expect(one).toMatch(/^[0-9a-f]{40}$/);
  expect(identitiesOf(rows.toReversed()).toReversed()).toEqual(identities);
});

test('findings are in the order of their identities', () => {
  const many = Array.from({ length: 3000 }, (_, at) => code({ text: `${at}`, rule: `rule ${at % 7}` }));
  const findings = listed({ rows: plainRows()(many), scans: [] });
  const identities = many.map((_, at) => findings.identity(at));
  expect(identities).toEqual(identities.toSorted());
});

// Entries of users' accept files name them: another value is another version of the fingerprint.
test('identities stay what they were', () => {
  expect(identitiesOf(rows)).toMatchInlineSnapshot(`
[
  "de3cc1e9ce6d2fe742e14c042bbe32f57c3b1875",
  "de3cc1e9ce6d2fe742e14c04b1a9fd6c1a729226",
  "d8414ac5af9a209ff6a8465f0000000000000004",
  "1b55616c8e468cbb05fa3ed62bbe32f57c3b1875",
  "d5648e800a1fe541c641ad553e9baf76322c740d",
  "a66fb223f46b4497dc4417af271233b900000003",
  "324aa9394ae8907cda8707e188b3a2bee5c7c60c",
  "324aa9394ae8907cda8707e132ecebaaea6351bf",
  "d012b9e04bd90596d791e011f654e45c20c45eb0",
  "b18de28d63f3a91fc2e5e2918bd0cb29cb8da917",
]
`);
});

test('a GUID is of the form that SARIF asks for, each another', () => {
  const guids = identitiesOf(rows).map(guidOf);
  // https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json, guid
  const form = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$/;
  for (const guid of guids) expect(guid).toMatch(form);
  expect(new Set(guids).size).toBe(rows.length);
});

test('the tool that is missing today changes no identity, and neither does the one that comes', () => {
  const [alone] = identitiesOf([dependency([CVE], 'libssl3', { type: 'deb' })]);
  const [withOther] = identitiesOf([
    dependency([CVE], 'libssl3'),
    dependency([CVE, GHSA], 'libssl3', { type: 'deb', tool: 'Grype' }),
  ]);
  expect(withOther).toBe(alone);
});
