import type { Reported } from '@actions-aws/findings';
import {
  type Fields,
  firstOf,
  isObject,
  maybeLine,
  maybeObjects,
  maybeText,
  object,
  reportOf,
  text,
  texts,
} from '../fields.ts';
import { present } from '../present.ts';
import type { Reader } from '../reader.ts';

/** https://github.com/aquasecurity/tfsec/blob/master/internal/pkg/formatter: tfsec 0.30 to 1.28 */
export const tfsec: Reader = {
  tool: 'tfsec',
  form: 'tfsec’s JSON',
  recognises(document) {
    const first = isObject(document) ? firstOf(document.results) : undefined;
    return first !== undefined && 'rule_id' in first && 'location' in first && !('check_id' in first);
  },
  // `results` is null, or empty, where it found nothing, and nothing else is there.
  couldBe: (document) =>
    isObject(document) &&
    Object.keys(document).join() === 'results' &&
    (document.results === null || (Array.isArray(document.results) && document.results.length === 0)),
  read: (document) => ({
    results: maybeObjects(reportOf(document), 'results')
      .filter((result) => !hasPassed(result))
      .map(resultOf),
    failures: [],
  }),
};

/** With --include-passed those are there, too. https://github.com/aquasecurity/defsec/blob/master/pkg/scan/result.go */
function hasPassed({ of: { status, passed } }: Fields): boolean {
  return status === 'passed' || status === 1 || passed === true;
}

function resultOf(result: Fields): Reported {
  const { status } = result.of;
  const location = object(result, 'location');
  const rule = maybeText(result, 'long_id') ?? text(result, 'rule_id');
  return {
    rule: {
      id: rule,
      ...present({
        summary: maybeText(result, 'rule_description'),
        help: maybeText(result, 'resolution'),
        helpUri: texts(result, 'links')[0] ?? texts(result, 'link')[0],
      }),
    },
    message: maybeText(result, 'description') ?? text(result, 'rule_description'),
    path: text(location, 'filename'),
    ...present({
      line: maybeLine(location, 'start_line'),
      endLine: maybeLine(location, 'end_line'),
      severity: maybeText(result, 'severity'),
      suppressed: status === 'ignored' || status === 2 ? ({ by: 'tool', reason: '' } as const) : undefined,
    }),
    subject: { kind: 'configuration', ...present({ resource: maybeText(result, 'resource') }) },
  };
}
