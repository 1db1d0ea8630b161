import type { Severity } from '../words.ts';
import { bandOf, scoreOf } from './scores.ts';
import { wordOf } from './tool-words.ts';

/** SARIF's levels. */
export type Level = 'none' | 'note' | 'warning' | 'error';

/** What a result says about its severity, in the order in which it counts. */
export interface Said {
  /** The tool's own word. */
  readonly word?: string | undefined;
  /** CVSS base scores. */
  readonly scores?: readonly unknown[] | undefined;
  /** The rule's `security-severity`. */
  readonly securitySeverity?: unknown;
  /** As SARIF derives it; absent in formats that have none. */
  readonly level?: Level | undefined;
}

const nothing: Severity = { word: 'unknown', source: 'nothing' };

/** Severities that only SARIF's level tells: one object each, since there may be hundreds of thousands of results. */
const byLevel: Readonly<Record<Level, Severity>> = {
  none: { word: 'none', source: 'level', said: 'none' },
  note: { word: 'low', source: 'level', said: 'note' },
  warning: { word: 'medium', source: 'level', said: 'warning' },
  error: { word: 'high', source: 'level', said: 'error' },
};

/**
 * The first that a result has. A word that no tool is known for and a score that is none are passed over; what then remains without
 * any is `unknown`.
 */
export function severityOf({ word, scores, securitySeverity, level }: Said): Severity {
  if (level === 'none') return byLevel.none;
  const known = word === undefined ? undefined : wordOf(word);
  if (known) return { word: known, source: 'tool', said: word as string };
  const score = scores && highest(scores);
  if (score !== undefined) return { word: bandOf(score), source: 'cvss', said: `${score}` };
  const security = scoreOf(securitySeverity);
  if (security !== undefined)
    return { word: bandOf(security), source: 'security-severity', said: `${securitySeverity}` };
  if (level !== undefined) return byLevel[level];
  return word === undefined ? nothing : { ...nothing, said: word };
}

function highest(scores: readonly unknown[]): number | undefined {
  let found: number | undefined;
  for (const one of scores) {
    const score = scoreOf(one);
    if (score !== undefined && (found === undefined || score > found)) found = score;
  }
  return found;
}
