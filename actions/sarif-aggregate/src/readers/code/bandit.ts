import { type Reported, seeksCredentials } from '@actions-aws/findings';
import {
  type Fields,
  isObject,
  maybeLine,
  maybeNumber,
  maybeObject,
  maybeObjects,
  maybeText,
  objects,
  reportOf,
  text,
} from '../fields.ts';
import { present } from '../present.ts';
import { partial, type Reader } from '../reader.ts';
import { secretMessage } from '../secrets.ts';

/** https://github.com/PyCQA/bandit/blob/main/bandit/formatters/json.py: bandit 1.4 to 1.9 */
export const bandit: Reader = {
  tool: 'bandit',
  form: 'bandit’s JSON',
  recognises: (document) =>
    isObject(document) && 'results' in document && isObject(document.metrics) && '_totals' in document.metrics,
  read(document) {
    const report = reportOf(document);
    return {
      results: objects(report, 'results').map(resultOf),
      failures: maybeObjects(report, 'errors').map((error) =>
        partial(
          `bandit did not read ${text(error, 'filename')}: ${maybeText(error, 'reason') ?? 'it gives no reason'}`,
        ),
      ),
    };
  },
};

function resultOf(result: Fields): Reported {
  const rule = text(result, 'test_id');
  const name = text(result, 'test_name');
  const cwe = maybeObject(result, 'issue_cwe');
  const number = cwe && maybeNumber(cwe, 'id');
  const offset = maybeNumber(result, 'col_offset');
  return {
    rule: {
      id: rule,
      name,
      ...present({
        helpUri: maybeText(result, 'more_info'),
        tags: number === undefined ? undefined : [`CWE-${number}`],
      }),
    },
    message: messageOf(rule, name, text(result, 'issue_text')),
    path: text(result, 'filename'),
    ...present({
      line: maybeLine(result, 'line_number'),
      // From 0, and -1 where bandit knows none.
      column: offset === undefined || offset < 0 ? undefined : offset + 1,
      severity: maybeText(result, 'issue_severity'),
    }),
    subject: { kind: 'code' },
  };
}

/** B105 to B107 write the password into their message, and plugins may. */
function messageOf(rule: string, name: string, words: string): string {
  if (/^B10[567]$/.test(rule)) return 'Possible hardcoded password';
  return seeksCredentials({ id: rule, name }) ? secretMessage(`place that ${name} points at`, undefined) : words;
}
