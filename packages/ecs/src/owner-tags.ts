import { showTime } from '@actions-aws/action';
import type { Mark, Order } from '@actions-aws/promotion';
import type { Tags } from './task-definition.ts';

/**
 * What an action writes into the tags of the task definition that it registers for one promotion: who it was, what was live before, which
 * revision a rollback copies (`to`) and which it takes back (`undid`), and what the document holds. Revisions go by their ids. The service revision names the task definition, so that this tells whose a revision is.
 */
export interface OwnerMark extends Omit<Mark, 'earlier' | 'canary'> {
  /** See `contentOf`. */
  readonly content: string;
  /** Where its run holds the deployment for another call: `staged`, or a share of the users in percent, such as `10`. */
  readonly until?: string;
  /** By when its run has ended, and had its deployment rolled back if that had not come to its end: milliseconds since the epoch. */
  readonly lease?: number;
}

/** All of our tags begin so. */
const PREFIX = 'actions-aws:';

/**
 * Writes a mark as tags, such as `actions-aws:run` = `812`. Their values are of the letters that tags take:
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tag.html
 */
export function ownerTags({ by, owner, order, from, to, undid, at, proof, until, lease, content }: OwnerMark): Tags {
  const tags: Readonly<Record<string, string | undefined>> = {
    by,
    run: owner?.run,
    attempt: owner && String(owner.attempt),
    nonce: owner?.nonce,
    from,
    to,
    undid,
    at: at === undefined ? undefined : showTime(at),
    proof,
    until,
    content,
  };
  const given = Object.entries(tags).flatMap(([key, value]) =>
    value === undefined ? [] : [[`${PREFIX}${key}`, value]],
  );
  return { ...Object.fromEntries(given), ...(order && orderTag(order)), ...(lease !== undefined && leaseTag(lease)) };
}

/** The tag that tells of the order of a run alone. */
export function orderTag({ workflow, number }: Order): Tags {
  return { [`${PREFIX}order`]: `${workflow}:${number}` };
}

/** The tag that tells of a lease alone. */
export function leaseTag(lease: number): Tags {
  return { [`${PREFIX}lease`]: showTime(lease) };
}

/** Reads a mark back; `undefined` where none of our actions registered the task definition. */
export function readOwner(tags: Tags): OwnerMark | undefined {
  const tag = (key: string) => tags[`${PREFIX}${key}`] || undefined;
  const by = tag('by');
  const content = tag('content');
  if (!by || !/^ecs-(deploy|rollback)$/.test(by) || !content) return undefined;
  const [run, attempt, nonce] = [tag('run'), tag('attempt'), tag('nonce')];
  const order = /^([0-9a-f]+):([1-9]\d*)$/.exec(tag('order') ?? '');
  const at = Date.parse(tag('at') ?? '');
  const lease = Date.parse(tag('lease') ?? '');
  return {
    by,
    content,
    ...(run && nonce && /^[1-9]\d*$/.test(attempt ?? '') && { owner: { run, attempt: Number(attempt), nonce } }),
    ...(order && { order: { workflow: order[1]!, number: Number(order[2]) } }),
    ...given('from', tag('from')),
    ...given('to', tag('to')),
    ...given('undid', tag('undid')),
    ...given('proof', tag('proof')),
    ...given('until', tag('until')),
    ...(!Number.isNaN(at) && { at }),
    ...(!Number.isNaN(lease) && { lease }),
  };
}

/** The tags of a task definition that go along to the next one: the user's own. Those of `aws:` only AWS writes. */
export function usersTags(tags: Tags): Tags {
  return Object.fromEntries(
    Object.entries(tags).filter(([key]) => !key.startsWith(PREFIX) && !key.toLowerCase().startsWith('aws:')),
  );
}

function given<Key extends string>(key: Key, value: string | undefined): { readonly [K in Key]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]: string });
}
