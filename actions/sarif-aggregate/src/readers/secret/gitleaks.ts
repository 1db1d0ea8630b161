import type { Reported } from '@actions-aws/findings';
import { entriesOf, type Fields, firstOf, maybeLine, maybeText, text } from '../fields.ts';
import { present } from '../present.ts';
import type { Reader } from '../reader.ts';
import { isOn, secretMessage } from '../secrets.ts';

/**
 * https://github.com/gitleaks/gitleaks/blob/master/report/finding.go: gitleaks 8, and 7, whose fields begin with small letters. Of an
 * entry nothing is read but what is named here: the rest is the secret, its line, its author and the message of its commit.
 */
export const gitleaks: Reader = {
  tool: 'gitleaks',
  form: 'gitleaks’ JSON',
  recognises(document) {
    const first = firstOf(document);
    return (
      first !== undefined && (('RuleID' in first && 'Secret' in first) || ('offender' in first && 'rule' in first))
    );
  },
  read: (document) => ({
    results: entriesOf(document).map((entry) => ('RuleID' in entry.of ? resultOf(entry) : earlierResultOf(entry))),
    failures: [],
  }),
};

function resultOf(entry: Fields): Reported {
  const rule = text(entry, 'RuleID');
  const path = text(entry, 'File');
  return {
    rule: { id: rule, ...present({ summary: maybeText(entry, 'Description') }) },
    message: secretMessage(rule, path),
    path,
    // Columns are one too high from line 2 on: gitleaks 8.30.1.
    ...present({ line: maybeLine(entry, 'StartLine'), endLine: maybeLine(entry, 'EndLine') }),
    subject: { kind: 'secret', ...present({ commit: maybeText(entry, 'Commit') }) },
    ...present({ isOn: valueIsOn(maybeText(entry, 'Secret')) }),
  };
}

function earlierResultOf(entry: Fields): Reported {
  const rule = text(entry, 'rule');
  const path = text(entry, 'file');
  return {
    rule: { id: rule },
    message: secretMessage(rule, path),
    path,
    ...present({ line: maybeLine(entry, 'lineNumber') }),
    subject: { kind: 'secret', ...present({ commit: maybeText(entry, 'commit') }) },
    ...present({ isOn: valueIsOn(maybeText(entry, 'offender')) }),
  };
}

/** With --redact the value is `REDACTED`, or its first characters and dots. */
function valueIsOn(value: string | undefined): ((line: string) => boolean) | undefined {
  return value === 'REDACTED' || value?.endsWith('...') ? undefined : isOn(value);
}
