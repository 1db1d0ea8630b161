import { advisoriesOf, packageNamed, type Reported } from '@actions-aws/findings';
import {
  type Fields,
  flag,
  id,
  isObject,
  maybeNumber,
  maybeObject,
  maybeObjects,
  maybeText,
  objects,
  refuse,
  reportOf,
  text,
  texts,
} from '../fields.ts';
import { present } from '../present.ts';
import type { Reader } from '../reader.ts';

/** https://github.com/pyupio/safety: `check --json` of Safety 1, a list of lists, and of 2 and 3, an object. */
export const safety: Reader = {
  tool: 'safety',
  form: 'Safety’s JSON',
  recognises: (document) =>
    isObject(document)
      ? Array.isArray(document.vulnerabilities) && isObject(document.scanned_packages)
      : Array.isArray(document) && isRow(document[0]),
  read(document, scan) {
    const target = scan.target ?? '';
    if (Array.isArray(document))
      return { results: document.map((row, index) => rowOf(row, index, target)), failures: [] };
    const report = reportOf(document);
    const meta = maybeObject(report, 'report_meta');
    return {
      results: [...objects(report, 'vulnerabilities'), ...maybeObjects(report, 'ignored_vulnerabilities')].map((one) =>
        resultOf(one, target),
      ),
      failures: [],
      ...present({ version: meta && maybeText(meta, 'safety_version') }),
    };
  },
};

/** Package, affected versions, installed version, advisory, id; then scores, where there was a key for them. */
function isRow(row: unknown): row is readonly [string, string, string, string, string, ...unknown[]] {
  return Array.isArray(row) && row.length >= 5 && row.slice(0, 5).every((cell) => typeof cell === 'string');
}

function rowOf(row: unknown, index: number, target: string): Reported {
  if (!isRow(row)) return refuse({ of: {}, where: [index] }, 'is not a row of five texts');
  const [name, , version, advisory, number] = row;
  const scores = row
    .slice(5)
    .flatMap((score, cell) => baseScoreOf({ of: { score }, where: [index, cell + 5] }, 'score'));
  return reported({ number, cve: [], name, version, advisory, scores, target, fixed: [], url: undefined });
}

function resultOf(entry: Fields, target: string): Reported {
  const requirement = maybeObject(entry, 'analyzed_requirement');
  const found = requirement && maybeText(requirement, 'found');
  // Installed packages are found in a folder, which is not the checkout's.
  const path = found !== undefined && /\.(?:txt|in|lock|toml|cfg)$/i.test(found) ? found : undefined;
  const cve = isObject(entry.of.CVE)
    ? text({ of: entry.of.CVE, where: [...entry.where, 'CVE'] }, 'name')
    : maybeText(entry, 'CVE');
  const severity = isObject(entry.of.severity) ? maybeObject(entry, 'severity') : undefined;
  const nested = (severity && maybeObject(severity, 'severity')) ?? severity;
  return {
    ...reported({
      number: id(entry, 'vulnerability_id'),
      cve: cve === undefined ? [] : cve.split(/[,\s]+/),
      name: text(entry, 'package_name'),
      version: text(entry, 'analyzed_version'),
      advisory: maybeText(entry, 'advisory') ?? 'Known weakness',
      scores:
        nested === undefined ? [] : [...baseScoreOf(nested, 'cvssv3'), ...baseScoreOf(nested, 'cvssv2')].slice(0, 1),
      target: path ?? target,
      fixed: texts(entry, 'fixed_versions'),
      url: maybeText(entry, 'more_info_url'),
    }),
    ...present({
      path,
      suppressed: flag(entry, 'ignored')
        ? ({ by: 'tool', reason: maybeText(entry, 'ignored_reason') ?? '' } as const)
        : undefined,
    }),
  };
}

interface Weakness {
  readonly number: string;
  readonly cve: readonly string[];
  readonly name: string;
  readonly version: string;
  readonly advisory: string;
  readonly scores: readonly number[];
  readonly target: string;
  readonly fixed: readonly string[];
  readonly url: string | undefined;
}

function reported({ number, cve, name, version, advisory, scores, target, fixed, url }: Weakness): Reported {
  return {
    // Safety's ids are numbers, which say nothing beside those of others.
    rule: { id: /^\d+$/.test(number) ? `safety-${number}` : number, ...present({ helpUri: url }) },
    message: `${name} ${version}: ${advisory}`,
    ...(scores.length > 0 && { scores }),
    subject: {
      kind: 'dependency',
      advisories: advisoriesOf([...cve, /^\d+$/.test(number) ? `safety-${number}` : number]),
      package: packageNamed('pypi', name),
      version,
      ...present({ fixed: fixed.length === 0 ? undefined : fixed.join(', ') }),
      target,
    },
  };
}

function baseScoreOf(fields: Fields, key: string): readonly number[] {
  const score = maybeObject(fields, key);
  const base = score && maybeNumber(score, 'base_score');
  return base === undefined ? [] : [base];
}
