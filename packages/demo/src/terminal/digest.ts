import type { LogLine } from '../workflow/log-lines.ts';

/** Groups that say what is to be done, not what is. */
const plans = new Set(['Plan']);
/** Headings that say nothing beside the lines below them. */
const silent = new Set(['Plan', 'Apply']);

/**
 * Chooses what of an action's log is told while it runs: what went wrong, what moved users, and what it decided. The plan,
 * the routine of carrying it out, and what was told before are left to the report, which has all of it.
 *
 * @param told what readers know already; it grows.
 * @returns whether a line is told, asked of each line of one run in turn.
 */
export function digest(told: Set<string>): (line: LogLine) => boolean {
  let group = '';
  return ({ kind, text }) => {
    if (kind === 'heading' || kind === 'end') group = text;
    if (kind === 'end') return false;
    if (kind === 'heading') return !silent.has(text);
    if (kind === 'text' && (plans.has(group) || isRoutine(text))) return false;
    if (told.has(text.trim())) return false;
    told.add(text.trim());
    return true;
  };
}

function isRoutine(text: string): boolean {
  return /^\s*done: /.test(text) && !/^\s*done: (move|create) the alias /.test(text);
}
