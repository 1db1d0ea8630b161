import type { PointerKind } from '../../pointer/pointer.ts';
import type { Reading, Role } from '../survey.ts';
import { type Level, type Purpose, type Row, VERDICTS, type VerdictName } from './table.ts';

/** What was found, before the table says what it means. */
export interface Finding {
  readonly verdict: VerdictName;
  /** Whose it is. */
  readonly about: Role | 'both' | 'bucket';
  /** What is so, with the thing and its value, as a clause. Names stand between backticks. */
  readonly found: string;
  /** What to do, where the table has nothing to say. */
  readonly remedy?: string;
  /** Why it could not be read, by the stable name of that failure; nothing where it has none. */
  readonly code?: string;
}

/** What was found, and what it means. */
export interface Verdict extends Finding {
  readonly level: Level;
  readonly subject: string;
  readonly remedy: string;
}

/** What a finding means, by the table. */
export function verdictOn(finding: Finding, pointer: PointerKind, purpose: Purpose): Verdict {
  const { level, subject, remedy }: Row = VERDICTS[finding.verdict];
  const own = typeof level === 'string' ? level : (level.except[purpose] ?? level.except[pointer] ?? level.usual);
  return { ...finding, level: own, subject, remedy: finding.remedy ?? remedy };
}

/** What a reading that did not succeed says; nothing of one that did. */
export function unreadOf(reading: Reading<unknown> | undefined, about: Finding['about']): readonly Finding[] {
  if (reading?.is !== 'unread') return [];
  const { why, remedy, code } = reading;
  return [{ verdict: 'not-read', about, found: why, remedy, ...(code && { code }) }];
}

/** A site as people call it. */
export function nameOf(role: Role): string {
  return role === 'test' ? 'TEST' : 'APP';
}
