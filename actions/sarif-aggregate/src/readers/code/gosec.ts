import type { Failure, Reported, Suppression } from '@actions-aws/findings';
import {
  type Fields,
  flag,
  id,
  isObject,
  maybeLine,
  maybeObject,
  maybeObjects,
  maybeText,
  memberLists,
  reportOf,
  text,
} from '../fields.ts';
import { present } from '../present.ts';
import { partial, type Reader } from '../reader.ts';

/** https://github.com/securego/gosec/blob/master/report/json/writer.go: gosec 2.0 to 2.30 */
export const gosec: Reader = {
  tool: 'gosec',
  form: 'gosec’s JSON',
  recognises: (document) => isObject(document) && 'Issues' in document && 'Stats' in document,
  read(document) {
    const report = reportOf(document);
    const failures = memberLists(report, 'Golang errors').flatMap(([file, errors]) =>
      errors.map((error) => failureOf(file, error)),
    );
    const version = maybeText(report, 'GosecVersion');
    return { results: maybeObjects(report, 'Issues').map(resultOf), failures, ...present({ version }) };
  },
};

/** Code that does not compile, so that gosec saw nothing of its package. */
function failureOf(file: string, error: Fields): Failure {
  const line = maybeLine(error, 'line');
  return partial(`gosec did not read ${file}${line === undefined ? '' : `, line ${line}`}: ${text(error, 'error')}`);
}

function resultOf(issue: Fields): Reported {
  const cwe = maybeObject(issue, 'cwe');
  const number = cwe && (maybeText(cwe, 'id') ?? maybeText(cwe, 'ID'));
  return {
    rule: { id: text(issue, 'rule_id'), ...present({ tags: number === undefined ? undefined : [`CWE-${number}`] }) },
    message: text(issue, 'details'),
    path: text(issue, 'file'),
    ...present({
      line: maybeLine(issue, 'line'),
      endLine: lastLine(issue),
      column: maybeLine(issue, 'column'),
      severity: maybeText(issue, 'severity'),
      suppressed: suppressionOf(issue),
    }),
    subject: { kind: 'code' },
  };
}

/** Of `79-81`, which gosec writes for several lines. */
function lastLine(issue: Fields): number | undefined {
  const line = issue.of.line === undefined ? '' : id(issue, 'line');
  const last = Number.parseInt(line.slice(line.indexOf('-') + 1), 10);
  return line.includes('-') && last > 0 ? last : undefined;
}

/** Only with -track-suppressions or -show-ignored are those in the report. */
function suppressionOf(issue: Fields): Suppression | undefined {
  const suppressions = maybeObjects(issue, 'suppressions');
  if (suppressions.length === 0 && !flag(issue, 'nosec')) return undefined;
  const reasons = suppressions.map((one) => maybeText(one, 'justification')).filter((one) => one !== undefined);
  return { by: 'tool', reason: reasons.join('; ') };
}
