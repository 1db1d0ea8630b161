import { type Failure, type Reported, type Suppression, seeksCredentials } from '@actions-aws/findings';
import {
  entriesOf,
  type Fields,
  firstOf,
  flag,
  maybeLine,
  maybeNumber,
  maybeObjects,
  maybeText,
  objects,
  text,
} from '../fields.ts';
import { present } from '../present.ts';
import { partial, type Reader } from '../reader.ts';
import { secretMessage } from '../secrets.ts';

/** https://eslint.org/docs/latest/use/formatters/#json: ESLint 1 to 10 */
export const eslint: Reader = {
  tool: 'eslint',
  form: 'ESLint’s JSON',
  recognises(document) {
    const first = firstOf(document);
    return first !== undefined && 'filePath' in first && 'messages' in first;
  },
  read(document) {
    const results: Reported[] = [];
    const failures: Failure[] = [];
    for (const file of entriesOf(document)) {
      const path = text(file, 'filePath');
      for (const message of objects(file, 'messages')) {
        if (flag(message, 'fatal')) failures.push(failureOf(message, path));
        else results.push(resultOf(message, path));
      }
      for (const message of maybeObjects(file, 'suppressedMessages')) {
        results.push({ ...resultOf(message, path), suppressed: suppressionOf(message) });
      }
    }
    return { results, failures };
  },
};

function failureOf(message: Fields, path: string): Failure {
  const line = maybeLine(message, 'line');
  return partial(
    `ESLint did not read ${path}${line === undefined ? '' : `, line ${line}`}: ${text(message, 'message')}`,
  );
}

function resultOf(message: Fields, path: string): Reported {
  // Without a rule speaks ESLint itself, of a comment that disables nothing, or of a file that it was told to ignore.
  const rule = maybeText(message, 'ruleId') ?? 'eslint';
  return {
    rule: { id: rule },
    message: seeksCredentials({ id: rule })
      ? secretMessage(`place that ${rule} points at`, path)
      : text(message, 'message'),
    path,
    ...present({
      line: maybeLine(message, 'line'),
      endLine: maybeLine(message, 'endLine'),
      column: maybeLine(message, 'column'),
    }),
    severity: maybeNumber(message, 'severity') === 1 ? 'warning' : 'error',
    subject: { kind: 'code' },
  };
}

function suppressionOf(message: Fields): Suppression {
  const reasons = maybeObjects(message, 'suppressions').map((one) => maybeText(one, 'justification') ?? '');
  return { by: 'tool', reason: reasons.filter((one) => one !== '').join('; ') };
}
