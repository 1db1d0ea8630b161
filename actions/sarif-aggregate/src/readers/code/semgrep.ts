import { type Failure, type Reported, seeksCredentials } from '@actions-aws/findings';
import {
  type Fields,
  firstOf,
  flag,
  isObject,
  list,
  maybeLine,
  maybeObject,
  maybeText,
  object,
  objects,
  reportOf,
  text,
  texts,
} from '../fields.ts';
import { present } from '../present.ts';
import { partial, type Reader } from '../reader.ts';
import { secretMessage } from '../secrets.ts';

/** https://semgrep.dev/docs/semgrep-appsec-platform/json-and-sarif: Semgrep 0.40 to 1.185, and Opengrep */
export const semgrep: Reader = {
  tool: 'semgrep',
  form: 'Semgrep’s JSON',
  recognises: (document) =>
    hasResultsAndErrors(document) &&
    (isObject(document.paths) || isMatch(firstOf(document.results)) || isError(firstOf(document.errors))),
  couldBe: (document) => hasResultsAndErrors(document) && !('metrics' in document),
  read(document) {
    const report = reportOf(document);
    const version = maybeText(report, 'version');
    return {
      results: objects(report, 'results').map(resultOf),
      failures: objects(report, 'errors').map(failureOf),
      ...present({ version }),
    };
  },
};

function hasResultsAndErrors(document: unknown): document is Readonly<Record<string, unknown>> {
  return isObject(document) && Array.isArray(document.results) && Array.isArray(document.errors);
}

function isMatch(result: Readonly<Record<string, unknown>> | undefined): boolean {
  return result !== undefined && 'check_id' in result && 'extra' in result;
}

function isError(error: Readonly<Record<string, unknown>> | undefined): boolean {
  return error !== undefined && 'type' in error;
}

/** Errors and warnings alike: of either, something was not looked at. */
function failureOf(error: Fields): Failure {
  const [kind] = typeof error.of.type === 'string' ? [error.of.type] : list(error, 'type');
  const message = maybeText(error, 'message') ?? maybeText(error, 'long_msg') ?? maybeText(error, 'short_msg');
  const path = maybeText(error, 'path');
  // The first line says where; those below quote the code.
  const words = message?.trimStart().split('\n', 1)[0] ?? (typeof kind === 'string' ? kind : 'it gives no reason');
  return partial(`Semgrep did not see everything${path === undefined ? '' : ` of ${path}`}: ${words}`);
}

function resultOf(result: Fields): Reported {
  const rule = text(result, 'check_id');
  const path = text(result, 'path');
  const start = object(result, 'start');
  const end = maybeObject(result, 'end');
  const extra = object(result, 'extra');
  const metadata = maybeObject(extra, 'metadata');
  const tags = metadata === undefined ? [] : texts(metadata, 'cwe').map((cwe) => cwe.replace(/:.*$/s, ''));
  return {
    rule: {
      id: rule,
      ...present({
        helpUri: metadata && (maybeText(metadata, 'source') ?? maybeText(metadata, 'shortlink')),
        tags: tags.length === 0 ? undefined : tags,
      }),
    },
    // A rule's message may have what it matched in it.
    message: seeksCredentials({ id: rule, tags })
      ? secretMessage(`place that ${rule} points at`, path)
      : text(extra, 'message'),
    path,
    ...present({
      line: maybeLine(start, 'line'),
      endLine: end && maybeLine(end, 'line'),
      column: maybeLine(start, 'col'),
      severity: maybeText(extra, 'severity'),
      suppressed: flag(extra, 'is_ignored') ? ({ by: 'tool', reason: '' } as const) : undefined,
    }),
    subject: { kind: 'code' },
  };
}
