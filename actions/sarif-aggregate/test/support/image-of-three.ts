import type { SeverityWord } from '@actions-aws/findings';
import type { Row } from '../../src/store/rows.ts';
import { dependency, severity } from './results.ts';

const IMAGE = 'registry.example/web';

/**
 * One image by three scanners, of the shape that a published one has (field notes, 4): two name binary packages, 99 each; the third
 * has one result for each source package, 65, of which 64 are about what the others found.
 */
export function imageOfThree(): readonly Row[] {
  const rows: Row[] = [];
  for (let at = 0; at < 64; at += 1) {
    const id = `CVE-2025-${4000 + at}`;
    const source = `source${at % 17}`;
    // The third differs from the others in severity for 45 of them.
    const words: readonly SeverityWord[] = at < 45 ? ['low', 'medium', 'high'] : ['medium', 'medium', 'medium'];
    const [first = 'low', second = 'low', third = 'low'] = words;
    const binaries = at < 35 ? [`lib${source}-1`, `${source}-bin`] : [source];
    for (const binary of binaries) {
      const place = { target: IMAGE, path: 'Dockerfile' };
      rows.push(dependency([id], binary, { ...place, scan: 0, tool: 'Trivy', severity: severity(first) }));
      rows.push(
        dependency([id], binary, {
          ...place,
          scan: 1,
          tool: 'Grype',
          rule: `${id}-${binary}`,
          severity: severity(second),
        }),
      );
    }
    rows.push(ofSource([id], source, third));
  }
  rows.push(ofSource(['CVE-2025-4999'], 'tzdata', 'low'));
  return rows;
}

function ofSource(ids: readonly string[], source: string, word: SeverityWord): Row {
  const given = {
    names: 'source',
    target: IMAGE,
    path: 'Dockerfile',
    scan: 2,
    tool: 'Snyk',
    rule: `SNYK-${ids[0]}`,
  } as const;
  return dependency(ids, source, { ...given, severity: severity(word) });
}
