import type { Mark } from '@actions-aws/promotion';
import type { Alias } from './aliases.ts';

/** How many versions an alias remembers: what an alias's description has room for, with eight digits each. */
const REMEMBERED = 6;

/**
 * The versions that all users reached before the one that an alias is on, newest first, as far as its mark remembers: where
 * it was promoted from, where that one was, and so on. What was taken back is not among them, nor what was never live.
 */
export function historyOf({ mark }: Pick<Alias, 'mark'>): readonly string[] {
  const { from, earlier = [] } = mark ?? {};
  return from === undefined ? [] : [from, ...earlier];
}

/** What was live before a version, by an alias that is on it, or came by it; `undefined` where the alias does not know it. */
export function liveBefore(version: string, alias: Pick<Alias, 'mark' | 'version'>): readonly string[] | undefined {
  const known = [alias.version, ...historyOf(alias)];
  const place = known.indexOf(version);
  return place < 0 ? undefined : known.slice(place + 1);
}

/** A history as a mark keeps it. */
export function remembering(history: readonly string[]): Pick<Mark, 'from' | 'earlier'> {
  const [from, ...earlier] = history.slice(0, REMEMBERED);
  return { ...(from && { from }), ...(earlier.length > 0 && { earlier }) };
}

/** The history of a version that an alias moves on to; each version is in it once, where it was live last. */
export function movingOn(alias: Pick<Alias, 'mark' | 'version'>, to: string): Pick<Mark, 'from' | 'earlier'> {
  const { version } = alias;
  return remembering([version, ...historyOf(alias).filter((one) => one !== version && one !== to)]);
}
