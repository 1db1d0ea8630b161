import { listed } from '../../src/baseline/listed.ts';
import type { Row } from '../../src/store/rows.ts';
import { imageOfThree } from '../support/image-of-three.ts';
import { plainRows } from '../support/plain-rows.ts';

function groups(list: readonly Row[]) {
  const rows = plainRows()(list);
  const findings = listed({ rows, scans: [] });
  return Array.from(findings.byIdentity, (finding) => {
    const own = [...findings.rows(finding)];
    return {
      identity: findings.identity(finding),
      tools: new Set(own.map((row) => rows.words.text(rows.tool(row)))),
      ids: new Set(own.map((row) => rows.words.text(rows.advisories(row)))),
      results: own.length,
    };
  });
}

test('263 results of three scanners on one image are 100 findings', () => {
  const all = groups(imageOfThree());
  expect(imageOfThree()).toHaveLength(263);
  expect(all).toHaveLength(100);
  expect(all.reduce((sum, { results }) => sum + results, 0)).toBe(263);
  expect(new Set(all.flatMap(({ ids }) => [...ids])).size).toBe(65);
  expect(all.filter(({ ids }) => ids.size > 1)).toEqual([]);
  expect(all.filter(({ tools }) => tools.size === 3)).toHaveLength(64);
  expect(all.filter(({ tools }) => tools.size === 2)).toHaveLength(35);
});

test('they are the same 100 for another order of results', () => {
  const identities = groups(imageOfThree()).map(({ identity }) => identity);
  expect(groups(imageOfThree().toReversed()).map(({ identity }) => identity)).toEqual(identities);
});

test.each([['Trivy'], ['Grype'], ['Snyk']])('without %s what is left keeps its identities', (tool) => {
  const whole = groups(imageOfThree()).map(({ identity }) => identity);
  const rest = groups(imageOfThree().filter((row) => row.tool !== tool)).map(({ identity }) => identity);
  expect(whole).toEqual(expect.arrayContaining(rest));
});
