import type { Reported } from '@actions-aws/findings';
import { type Fields, maybeLine, maybeObject, maybeText, text } from '../../fields.ts';
import { present } from '../../present.ts';
import type { Target } from './scanned.ts';

/** Whether it is a check that passed: with --include-non-failures those are there, too. */
export function hasPassed(entry: Fields): boolean {
  return maybeText(entry, 'Status') === 'PASS';
}

/** A check of a configuration that failed, or that an exception excuses. */
export function misconfigurationOf(entry: Fields, { where, path }: Target): Reported {
  const cause = maybeObject(entry, 'CauseMetadata');
  const title = maybeText(entry, 'Title');
  return {
    rule: {
      // Newer versions write `DS-0002` in `ID`, where older ones write `DS002`, and `AVD-DS-0002` in `AVDID`.
      id: maybeText(entry, 'AVDID') ?? text(entry, 'ID'),
      ...present({ summary: title, help: maybeText(entry, 'Resolution'), helpUri: maybeText(entry, 'PrimaryURL') }),
    },
    message: maybeText(entry, 'Message') ?? title ?? text(entry, 'ID'),
    ...present({
      path,
      line: cause && maybeLine(cause, 'StartLine'),
      endLine: cause && maybeLine(cause, 'EndLine'),
      severity: maybeText(entry, 'Severity'),
      suppressed:
        maybeText(entry, 'Status') === 'EXCEPTION' ? ({ by: 'tool', reason: 'an exception' } as const) : undefined,
    }),
    subject: {
      kind: 'configuration',
      ...present({ resource: (cause && maybeText(cause, 'Resource')) ?? where.resource }),
    },
  };
}
