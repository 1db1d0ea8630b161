import { advisoriesOf, type Failure, ghsaIn, packageNamed, type Reported } from '@actions-aws/findings';
import {
  type Fields,
  id,
  isObject,
  list,
  maybeNumber,
  maybeObject,
  maybeText,
  members,
  object,
  refuse,
  reportOf,
  text,
} from '../fields.ts';
import { present } from '../present.ts';
import { partial, type Reader, type Reading } from '../reader.ts';
import { advisoryResults, hasAdvisories, reaching } from './npm-advisories.ts';

/** https://docs.npmjs.com/cli/v11/commands/npm-audit: npm 7 to 11, and 6, which passes on what the registry answers. */
export const npmAudit: Reader = {
  tool: 'npm-audit',
  form: 'npm audit’s JSON',
  recognises: (document) =>
    isCurrent(document) || isError(document) || (hasAdvisories(document) && 'runId' in document),
  couldBe: hasAdvisories,
  read(document, scan): Reading {
    const report = reportOf(document);
    const target = scan.target ?? '';
    if (isError(document)) return { results: [], failures: [failureOf(report)] };
    return {
      results: hasAdvisories(document) ? advisoryResults(report, target) : results(report, target),
      failures: [],
    };
  },
};

function isCurrent(document: unknown): boolean {
  return isObject(document) && 'auditReportVersion' in document && 'vulnerabilities' in document;
}

/** `error` of npm 6 and of a missing lockfile; of a registry that fails, npm 7 and later write its answer. pnpm’s has no `summary`. */
function isError(document: unknown): boolean {
  if (!isObject(document)) return false;
  return (
    (isObject(document.error) && 'summary' in document.error) ||
    ('message' in document && 'method' in document && 'uri' in document)
  );
}

function failureOf(report: Fields): Failure {
  const error = maybeObject(report, 'error');
  const words = maybeText(report, 'message') ?? (error && (maybeText(error, 'summary') ?? maybeText(error, 'code')));
  return partial(`npm audit failed: ${words ?? 'it gives no reason'}`);
}

/** An advisory of one package, which stands in the report once for each range of versions. */
interface Advisory {
  readonly rule: string;
  readonly about: Fields;
  readonly ranges: string[];
}

/**
 * In `via` stand advisories of the package itself, as objects, and names of packages that it depends on: what those names lead to is
 * counted where it is, once for each package and advisory.
 */
function results(report: Fields, target: string): readonly Reported[] {
  object(report, 'vulnerabilities');
  const entries = members(report, 'vulnerabilities').map(([name, entry]) => ({ name, entry, ...viaOf(entry) }));
  const dependents = new Map<string, string[]>();
  for (const { name, names } of entries) {
    for (const one of names)
      dependents
        .set(one, dependents.get(one) ?? [])
        .get(one)
        ?.push(name);
  }
  const weak = entries.filter(({ advisories }) => advisories.length > 0);
  const explained = reachedFrom(
    weak.map(({ name }) => name),
    dependents,
    entries.length,
  );
  for (const { name, entry } of entries) if (!explained.has(name)) refuse(entry, 'leads to no advisory');
  return weak.flatMap(({ name, advisories }) => {
    const reached = [...reachedFrom([name], dependents, 100)].slice(1);
    return advisories.map((advisory) => resultOf(name, advisory, reached, target));
  });
}

function viaOf(entry: Fields): { readonly advisories: readonly Advisory[]; readonly names: readonly string[] } {
  const advisories = new Map<string, Advisory>();
  const names: string[] = [];
  for (const [index, one] of list(entry, 'via').entries()) {
    if (typeof one === 'string') {
      names.push(one);
      continue;
    }
    if (!isObject(one)) return refuse(entry, 'has a "via" that is neither an advisory nor a name');
    const about: Fields = { of: one, where: [...entry.where, 'via', index] };
    const url = maybeText(about, 'url');
    const rule = (url && ghsaIn(url)) ?? `npm-${id(about, 'source')}`;
    const known = advisories.get(rule) ?? { rule, about, ranges: [] };
    const range = maybeText(about, 'range');
    if (range !== undefined) known.ranges.push(range);
    advisories.set(rule, known);
  }
  return { advisories: [...advisories.values()], names };
}

/** The packages, and those that depend on them by any way; no more than the limit, so that a long chain costs no square. */
function reachedFrom(
  names: readonly string[],
  dependents: ReadonlyMap<string, readonly string[]>,
  limit: number,
): ReadonlySet<string> {
  const reached = new Set(names);
  // A set is visited in the order in which it grows.
  for (const one of reached) {
    for (const dependent of dependents.get(one) ?? []) {
      if (reached.size > limit) return reached;
      reached.add(dependent);
    }
  }
  return reached;
}

function resultOf(
  name: string,
  { rule, about, ranges }: Advisory,
  reached: readonly string[],
  target: string,
): Reported {
  const title = text(about, 'title');
  const cvss = maybeObject(about, 'cvss');
  const score = cvss && maybeNumber(cvss, 'score');
  return {
    rule: { id: rule, summary: title, ...present({ helpUri: maybeText(about, 'url') }) },
    message: `${title} in ${name} ${ranges.join(' || ')}${reaching(reached)}`.trim(),
    // npm writes 0 where it knows no score.
    ...present({ severity: maybeText(about, 'severity'), scores: score ? [score] : undefined }),
    subject: { kind: 'dependency', advisories: advisoriesOf([rule]), package: packageNamed('npm', name), target },
  };
}
