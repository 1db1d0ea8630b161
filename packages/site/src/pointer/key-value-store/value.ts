import { UserError } from '@actions-aws/action';
import type { Mark } from '@actions-aws/promotion';
import type { Routing } from '../../function/routing.ts';
import { isReleaseId } from '../../release/names.ts';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-keyvaluestores */
export const VALUE_LIMIT = 1024;

/** The key of a site's store; the function reads no other. */
export const RELEASE_KEY = 'release';

/** What the key `release` holds: what the function reads, and what our action wrote with it. */
export interface Value {
  readonly release: string;
  readonly routing: Routing;
  /** `undefined` where another hand wrote the value. */
  readonly mark: Mark | undefined;
}

/** Reads a value; `undefined` for one that names no release as the function wants it. */
export function readValue(text: string): Value | undefined {
  const found = objectIn(text);
  const { release, routing, mark } = found ?? {};
  if (!isReleaseId(release)) return undefined;
  if (typeof routing !== 'object' || routing === null) return undefined;
  return { release, routing: routing as Routing, mark: isMark(mark) && mark.to === release ? mark : undefined };
}

/**
 * Writes a value.
 *
 * @throws UserError where it would be longer than a store takes.
 */
export function writeValue({ release, routing, mark }: Value): string {
  const text = JSON.stringify({ release, routing, mark });
  const bytes = Buffer.byteLength(text);
  if (bytes <= VALUE_LIMIT) return text;
  throw new UserError(
    `The pointer to the release ${release} would take ${bytes} bytes of its key, where a store takes ${VALUE_LIMIT}.`,
    { hint: 'This is a bug of this action: please report it. Until then use `pointer: origin-path`.' },
  );
}

function isMark(value: unknown): value is Mark {
  const { by, owner } = (value ?? {}) as Partial<Mark>;
  return typeof by === 'string' && (owner === undefined || typeof owner.nonce === 'string');
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
