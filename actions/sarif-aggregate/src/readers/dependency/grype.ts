import {
  advisoriesOf,
  type Package,
  packageInPurl,
  packageNamed,
  packageType,
  type Reported,
} from '@actions-aws/findings';
import {
  type Fields,
  isObject,
  maybeNumber,
  maybeObject,
  maybeObjects,
  maybeText,
  object,
  objects,
  reportOf,
  text,
  texts,
} from '../fields.ts';
import { present } from '../present.ts';
import type { Reader } from '../reader.ts';
import { imageWithoutTag } from './images.ts';

/** https://github.com/anchore/grype/tree/main/schema/grype/json: Grype 0.1 to 0.100 */
export const grype: Reader = {
  tool: 'grype',
  form: 'Grype’s JSON',
  recognises: (document) =>
    isObject(document) && Array.isArray(document.matches) && ('descriptor' in document || 'source' in document),
  read(document, scan) {
    const report = reportOf(document);
    const descriptor = maybeObject(report, 'descriptor');
    const image = imageOf(report);
    const target = image ?? scan.target ?? '';
    return {
      results: [
        ...objects(report, 'matches').map((match) => resultOf(match, image, target)),
        ...maybeObjects(report, 'ignoredMatches').map((match) => ({
          ...resultOf(match, image, target),
          suppressed: { by: 'tool', reason: reasonOf(match) } as const,
        })),
      ],
      failures: [],
      ...present({ version: descriptor && maybeText(descriptor, 'version') }),
    };
  },
};

function imageOf(report: Fields): string | undefined {
  const source = maybeObject(report, 'source');
  // Of a folder or file, `target` is its path.
  if (source === undefined || maybeText(source, 'type') !== 'image') return undefined;
  const name = maybeText(object(source, 'target'), 'userInput');
  return name && imageWithoutTag(name);
}

function resultOf(match: Fields, image: string | undefined, target: string): Reported {
  const vulnerability = object(match, 'vulnerability');
  const artifact = object(match, 'artifact');
  const related = maybeObjects(match, 'relatedVulnerabilities');
  const rule = text(vulnerability, 'id');
  const version = text(artifact, 'version');
  const fix = maybeObject(vulnerability, 'fix');
  const fixed =
    fix === undefined ? maybeText(vulnerability, 'fixedInVersion') : texts(fix, 'versions').join(', ') || undefined;
  const scores = [vulnerability, ...related].map(scoresOf).find((some) => some.length > 0);
  // Within a scanned folder, places begin with a `/` that stands for the folder.
  const path =
    image === undefined
      ? maybeText(maybeObjects(artifact, 'locations')[0] ?? artifact, 'path')?.replace(/^\/+/, '')
      : undefined;
  const named = packageOf(artifact);
  return {
    rule: {
      id: rule,
      ...present({ help: maybeText(vulnerability, 'description'), helpUri: maybeText(vulnerability, 'dataSource') }),
    },
    message: `${named.name} ${version} has ${rule}${fixed === undefined ? '' : `; repaired in ${fixed}`}`,
    ...present({ path, severity: maybeText(vulnerability, 'severity'), scores }),
    subject: {
      kind: 'dependency',
      advisories: advisoriesOf([rule, ...related.map((one) => text(one, 'id'))]),
      package: named,
      version,
      ...present({ fixed }),
      target: path ?? target,
    },
  };
}

function packageOf(artifact: Fields): Package {
  const purl = maybeText(artifact, 'purl');
  const known = purl === undefined ? undefined : packageInPurl(purl);
  const upstream = maybeObjects(artifact, 'upstreams').map((one) => maybeText(one, 'name'))[0] ?? known?.source;
  return packageNamed(
    known?.type ?? packageType(maybeText(artifact, 'type') ?? ''),
    known?.name ?? text(artifact, 'name'),
    upstream,
  );
}

/** Of CVSS 3 and later, or of 2 where there is nothing else. */
function scoresOf(vulnerability: Fields): readonly number[] {
  // A list of several versions of CVSS; Grype before 0.12 had a field for each.
  const scores = maybeObjects(vulnerability, 'cvss').map((one) => {
    const metrics = maybeObject(one, 'metrics');
    return { version: maybeText(one, 'version') ?? '', score: metrics && maybeNumber(metrics, 'baseScore') };
  });
  for (const [version, key] of [
    ['3', 'cvssV3'],
    ['2', 'cvssV2'],
  ] as const) {
    const old = maybeObject(vulnerability, key);
    scores.push({ version, score: old && maybeNumber(old, 'baseScore') });
  }
  const known = scores.flatMap(({ version, score }) =>
    score === undefined ? [] : [{ old: version.startsWith('2'), score }],
  );
  const current = known.filter(({ old }) => !old);
  return (current.length > 0 ? current : known).map(({ score }) => score);
}

/** What the rules say that ignore a match. */
function reasonOf(match: Fields): string {
  const rules = maybeObjects(match, 'appliedIgnoreRules').map(
    (rule) =>
      maybeText(rule, 'reason') ??
      maybeText(rule, 'vex-justification') ??
      maybeText(rule, 'vex-status') ??
      maybeText(rule, 'fix-state'),
  );
  return rules.filter((one) => one !== undefined).join('; ');
}
