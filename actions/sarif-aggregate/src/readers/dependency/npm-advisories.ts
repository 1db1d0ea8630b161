import { advisoriesOf, ghsaIn, packageNamed, type Reported } from '@actions-aws/findings';
import {
  type Fields,
  id,
  isObject,
  maybeNumber,
  maybeObject,
  maybeObjects,
  maybeText,
  members,
  text,
  texts,
} from '../fields.ts';
import { present } from '../present.ts';

/** The form in which the registry answered npm 6, and which pnpm still writes: advisories by their number. */
export function hasAdvisories(document: unknown): document is Readonly<Record<string, unknown>> {
  return isObject(document) && isObject(document.advisories) && isObject(document.metadata);
}

/** An advisory stands there once for each package, with all places where the package is installed. */
export function advisoryResults(report: Fields, target: string): readonly Reported[] {
  return members(report, 'advisories').map(([, advisory]) => resultOf(advisory, target));
}

function resultOf(advisory: Fields, target: string): Reported {
  const name = text(advisory, 'module_name');
  const title = text(advisory, 'title');
  const url = maybeText(advisory, 'url');
  const findings = maybeObjects(advisory, 'findings');
  const number = id(advisory, 'id');
  const ghsa = maybeText(advisory, 'github_advisory_id') ?? (url && ghsaIn(url));
  const ids = [...texts(advisory, 'cves'), ...(ghsa === undefined ? [] : [ghsa])];
  const rule = ghsa ?? ids[0] ?? `npm-${number}`;
  const versions = [...new Set(findings.map((one) => maybeText(one, 'version')).filter((one) => one !== undefined))];
  const fixed = maybeText(advisory, 'patched_versions');
  const roots = findings
    .flatMap((one) => texts(one, 'paths'))
    .map(reachedBy)
    .filter((one) => one !== name);
  const cvss = maybeObject(advisory, 'cvss');
  const score = cvss && maybeNumber(cvss, 'score');
  return {
    rule: { id: rule, summary: title, ...present({ help: maybeText(advisory, 'overview'), helpUri: url }) },
    message: `${title} in ${name} ${versions.join(', ')}${reaching(roots)}`,
    ...present({ severity: maybeText(advisory, 'severity'), scores: score ? [score] : undefined }),
    subject: {
      kind: 'dependency',
      advisories: advisoriesOf(ids.length === 0 ? [rule] : ids),
      package: packageNamed('npm', name),
      ...present({
        version: versions.length === 0 ? undefined : versions.join(', '),
        // What npm writes where there is no repaired version.
        fixed: fixed === '<0.0.0' ? undefined : fixed,
      }),
      target,
    },
  };
}

/** The direct dependency of a path such as `.>mocha>debug`; pnpm’s begin with the project of the workspace. */
function reachedBy(path: string): string | undefined {
  const names = path.split('>');
  return names[0] === '.' || names[0]?.includes('__') ? names[1] : names[0];
}

/** Up to ten of the packages that an advisory reaches, as the end of a sentence. */
export function reaching(names: readonly (string | undefined)[]): string {
  const all = [...new Set(names.filter((one) => one !== undefined))].sort();
  if (all.length === 0) return '';
  const rest = all.length > 10 ? ` and ${all.length - 10} more` : '';
  return `; reaches ${all.slice(0, 10).join(', ')}${rest}`;
}
