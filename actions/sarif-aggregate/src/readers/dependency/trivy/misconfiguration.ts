import type { Reported } from '@actions-aws/findings';
import { type Fields, maybeLine, maybeObject, maybeText, text } from '../../fields.ts';
import { present } from '../../present.ts';
import type { Scanned, Target } from './scanned.ts';

/** Whether it is a check that passed: with --include-non-failures those are there, too. */
export function hasPassed(entry: Fields): boolean {
  return maybeText(entry, 'Status') === 'PASS';
}

/** A check of a configuration that failed, or that an exception excuses. */
export function misconfigurationOf(entry: Fields, { where, file }: Target): Reported {
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
      path: file,
      line: cause && maybeLine(cause, 'StartLine'),
      endLine: cause && maybeLine(cause, 'EndLine'),
      severity: maybeText(entry, 'Severity'),
      suppressed:
        maybeText(entry, 'Status') === 'EXCEPTION' ? ({ by: 'tool', reason: 'an exception' } as const) : undefined,
    }),
    subject: {
      kind: 'configuration',
      ...present({ resource: resourceOf(cause && maybeText(cause, 'Resource'), where, file) }),
    },
  };
}

/** What is in no file is told by the image or the object of a cluster that it is about. */
function resourceOf(named: string | undefined, { image, resource }: Scanned, file: string | undefined) {
  const whole = resource ?? (file === undefined ? image : undefined);
  if (whole === undefined || named === undefined) return named ?? whole;
  return `${whole}: ${named}`;
}
