import { advisoriesOf, type Failure, packageNamed, type Reported } from '@actions-aws/findings';
import {
  entriesOf,
  type Fields,
  firstOf,
  isObject,
  list,
  maybeNumber,
  maybeObject,
  maybeObjects,
  maybeText,
  object,
  reportOf,
  text,
  texts,
} from '../fields.ts';
import { present } from '../present.ts';
import { partial, type Reader, type Reading } from '../reader.ts';
import { secretMessage } from '../secrets.ts';

/**
 * https://www.checkov.io/8.Outputs/JSON.html: checkov 2 and 3. One object for each framework, alone or in a list; and where there was
 * nothing to check, the summary alone.
 */
export const checkov: Reader = {
  tool: 'checkov',
  form: 'checkov’s JSON',
  recognises: (document) =>
    isFramework(firstOf(document)) || (isObject(document) && (isFramework(document) || isSummary(document))),
  read(document, scan): Reading {
    const frameworks = Array.isArray(document) ? entriesOf(document) : [reportOf(document)];
    const read = frameworks.map((framework) =>
      isFramework(framework.of) ? frameworkOf(framework, scan.target ?? '') : summaryOf(framework),
    );
    const version = read.find((one) => one.version !== undefined)?.version;
    return {
      results: read.flatMap(({ results }) => results),
      failures: read.flatMap(({ failures }) => failures),
      ...present({ version }),
    };
  },
};

function isFramework(document: Readonly<Record<string, unknown>> | undefined): boolean {
  return document !== undefined && 'check_type' in document && 'results' in document;
}

function isSummary(document: Readonly<Record<string, unknown>>): boolean {
  return 'checkov_version' in document && 'failed' in document && 'parsing_errors' in document;
}

function summaryOf(summary: Fields): Reading {
  return {
    results: [],
    failures: uncounted(maybeNumber(summary, 'parsing_errors') ?? 0),
    ...present({ version: maybeText(summary, 'checkov_version') }),
  };
}

function frameworkOf(framework: Fields, target: string): Reading {
  const type = text(framework, 'check_type');
  const results = object(framework, 'results');
  const summary = maybeObject(framework, 'summary');
  const files = texts(results, 'parsing_errors');
  const more = ((summary && maybeNumber(summary, 'parsing_errors')) ?? 0) - files.length;
  return {
    results: [
      ...maybeObjects(results, 'failed_checks').map((check) => resultOf(check, type, target)),
      ...maybeObjects(results, 'skipped_checks').map((check) => skippedOf(check, type, target)),
    ],
    failures: [...files.map((file) => partial(`checkov (${type}) did not read ${file}`)), ...uncounted(more)],
    ...present({ version: summary && maybeText(summary, 'checkov_version') }),
  };
}

/** Files that are counted, but not named. */
function uncounted(files: number): readonly Failure[] {
  return files > 0 ? [partial(`checkov did not read ${files} ${files === 1 ? 'file' : 'files'}`)] : [];
}

function skippedOf(check: Fields, type: string, target: string): Reported {
  const result = resultOf(check, type, target);
  if (result.subject.kind === 'secret') return result;
  const reason = maybeObject(check, 'check_result');
  return { ...result, suppressed: { by: 'tool', reason: (reason && maybeText(reason, 'suppress_comment')) ?? '' } };
}

function resultOf(check: Fields, type: string, target: string): Reported {
  const name = maybeText(check, 'check_name');
  const path = pathOf(check);
  const [first, last] = list(check, 'file_line_range').map((line) =>
    typeof line === 'number' && line > 0 ? line : undefined,
  );
  const reported = {
    rule: {
      id: text(check, 'check_id'),
      ...present({ summary: name, helpUri: maybeText(check, 'guideline') }),
    },
    message: name ?? text(check, 'check_id'),
    ...present({ path, line: first, endLine: last, severity: maybeText(check, 'severity') }),
  };
  // Its resource is a digest of the secret, its code the masked line.
  if (type === 'secrets') {
    const message = secretMessage(name ?? text(check, 'check_id'), path);
    return {
      ...reported,
      message,
      subject: { kind: 'secret', ...present({ commit: maybeText(check, 'added_commit_hash') }) },
    };
  }
  const details = maybeObject(check, 'vulnerability_details');
  if (details !== undefined) return { ...reported, ...dependencyOf(details, path ?? target) };
  return { ...reported, subject: { kind: 'configuration', ...present({ resource: maybeText(check, 'resource') }) } };
}

/** Relative to where checkov ran, but with a `/` before it; `file_path` is relative to the folder that it was given. */
function pathOf(check: Fields): string | undefined {
  return (maybeText(check, 'repo_file_path') ?? maybeText(check, 'file_path'))?.replace(/^\/+/, '');
}

/** Of `sca_package` and `sca_image`, with an account at Prisma Cloud: weaknesses and licenses. */
function dependencyOf(details: Fields, target: string): Pick<Reported, 'subject' | 'scores' | 'message'> {
  const named = packageNamed(undefined, text(details, 'package_name'));
  const version = maybeText(details, 'package_version');
  const license = maybeText(details, 'license');
  const where = `${named.name} ${version ?? ''}`.trim();
  if (license !== undefined) {
    return {
      message: `${where} has the license ${license}`,
      subject: { kind: 'license', license, package: named, target },
    };
  }
  const id = text(details, 'id');
  const score = maybeNumber(details, 'cvss');
  return {
    message: `${where} has ${id}`,
    ...present({ scores: score === undefined ? undefined : [score] }),
    subject: {
      kind: 'dependency',
      advisories: advisoriesOf([id]),
      package: named,
      ...present({ version, fixed: maybeText(details, 'lowest_fixed_version') }),
      target,
    },
  };
}
