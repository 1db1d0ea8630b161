import type { Reported } from '@actions-aws/findings';
import { type Fields, maybeLine, maybeText, text } from '../../fields.ts';
import { present } from '../../present.ts';
import { secretMessage } from '../../secrets.ts';
import { fileIn, type Target } from './scanned.ts';

/** A secret; `Match` and `Code`, which have its line, are not read. */
export function secretOf(entry: Fields, { result, where, file }: Target): Reported {
  const title = maybeText(entry, 'Title');
  const path = file ?? fileIn(where, text(result, 'Target'));
  return {
    rule: { id: text(entry, 'RuleID'), ...present({ summary: title }) },
    message: secretMessage(title ?? text(entry, 'RuleID'), path),
    path,
    ...present({
      line: maybeLine(entry, 'StartLine'),
      endLine: maybeLine(entry, 'EndLine'),
      severity: maybeText(entry, 'Severity'),
    }),
    subject: { kind: 'secret' },
  };
}
