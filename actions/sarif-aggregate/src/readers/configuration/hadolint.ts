import type { Failure, Reported } from '@actions-aws/findings';
import { entriesOf, type Fields, firstOf, maybeLine, maybeText, text } from '../fields.ts';
import { present } from '../present.ts';
import { isFailure, partial, type Reader } from '../reader.ts';

/** https://github.com/hadolint/hadolint/blob/master/src/Hadolint/Formatter/Json.hs: hadolint 1 and 2 */
export const hadolint: Reader = {
  tool: 'hadolint',
  form: 'hadolint’s JSON',
  recognises(document) {
    const first = firstOf(document);
    // ShellCheck's is alike, but for its codes, which are numbers.
    return (
      first !== undefined && 'file' in first && 'level' in first && 'column' in first && typeof first.code === 'string'
    );
  },
  read(document) {
    const results: Reported[] = [];
    const failures: Failure[] = [];
    for (const entry of entriesOf(document)) {
      if (isFailure('hadolint', text(entry, 'code'), text(entry, 'message'))) failures.push(failureOf(entry));
      else results.push(resultOf(entry));
    }
    return { results, failures };
  },
};

/** https://github.com/hadolint/hadolint/wiki/DL1000: the file does not parse. What was unexpected is quoted in further lines. */
function failureOf(entry: Fields): Failure {
  const line = maybeLine(entry, 'line');
  const [words] = text(entry, 'message').split('\n', 1);
  return partial(`hadolint did not read ${text(entry, 'file')}${line === undefined ? '' : `, line ${line}`}: ${words}`);
}

function resultOf(entry: Fields): Reported {
  const rule = text(entry, 'code');
  const wiki = rule.startsWith('SC')
    ? 'https://github.com/koalaman/shellcheck/wiki'
    : 'https://github.com/hadolint/hadolint/wiki';
  return {
    rule: { id: rule, helpUri: `${wiki}/${encodeURIComponent(rule)}` },
    message: text(entry, 'message'),
    path: text(entry, 'file'),
    ...present({
      line: maybeLine(entry, 'line'),
      column: maybeLine(entry, 'column'),
      severity: maybeText(entry, 'level'),
    }),
    subject: { kind: 'configuration' },
  };
}
