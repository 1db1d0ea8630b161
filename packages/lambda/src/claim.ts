import { isDeepStrictEqual } from 'node:util';
import { isAheadOf, type Mark, type Order, withOrder } from '@actions-aws/promotion';

/** What AWS takes: https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html */
export const LONGEST_DESCRIPTION = 256;

/** What of an alias tells whether it was claimed. */
interface Held {
  readonly version: string;
  readonly mark: Mark | undefined;
  readonly weights: Readonly<Record<string, number>>;
}

/**
 * What to write where an alias is on the version already that a run was to bring: the same, by its own writer, with the order of this run, so
 * that a run between the two does not take the version from users. Nothing where the order is as new, or of another workflow; where the
 * description is another hand's; and where the alias shares its traffic.
 */
export function claiming(
  { version, description, mark, weights }: Held & { readonly description: string },
  order: Order | undefined,
): { readonly version: string; readonly description: string } | undefined {
  if (!mark?.owner || !order || Object.keys(weights).length > 0 || !isAheadOf(order, mark.order)) return undefined;
  const claimed = withOrder(description, order);
  // Cut short, it would tell of another number.
  return claimed.length > LONGEST_DESCRIPTION ? undefined : { version, description: claimed };
}

/**
 * Whether all that has happened to an alias is that newer runs have noted their order: what it holds is what it held, by the write that put it
 * there.
 */
export function isClaimed(found: Held | undefined, before: Omit<Held, 'weights'> | undefined): boolean {
  if (!found?.mark?.owner || !before?.mark || found.version !== before.version) return false;
  if (Object.keys(found.weights).length > 0) return false;
  const { order: now, ...content } = found.mark;
  const { order: then, ...contentBefore } = before.mark;
  return now !== undefined && isAheadOf(now, then) && isDeepStrictEqual(content, contentBefore);
}
