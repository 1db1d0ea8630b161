import { UserError } from '@actions-aws/action';
import type { Mark } from '@actions-aws/promotion';

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html (`Comment`) */
export const COMMENT_LIMIT = 128;

/** The Comment of a distribution: what its owner wrote there, and behind it, after a space, what one of our actions did. */
export interface Comment {
  readonly text: string;
  readonly mark: Mark | undefined;
}

/**
 * Our actions, each by one letter. A comment has little room, so a mark is written compactly: `~p.tAbCd.r6hq2k1-1.nCwobLA.…`, where
 * a letter names each field. Numbers are in base 36, hexadecimal digits in base64url; of the release it says just enough to tell that
 * an OriginPath which was moved by hand is another.
 */
const ACTIONS: Readonly<Record<string, string>> = {
  s: 'frontend-stage',
  p: 'frontend-promote',
  r: 'frontend-rollback',
};

const MARK = /^(?<text>.*?) ?~(?<by>[spr])(?<fields>(?:\.[a-z][\w-]+)+)$/s;

/** How many characters of the release a mark repeats: enough to notice another one, too few to spell it. */
const HINT = 4;

/** A mark as long as any that our actions write: until a comment has room for it, no pointer is moved. */
const LONGEST: Mark = {
  by: 'frontend-promote',
  to: 'f'.repeat(16),
  from: 'f'.repeat(16),
  owner: { run: '999999999999', attempt: 99, nonce: 'f'.repeat(8) },
  order: { workflow: 'f'.repeat(12), number: 999_999 },
  proof: 'f'.repeat(16),
};

/**
 * Reads a comment. The mark is `undefined` where none of our actions wrote it, and where it tells of another release than
 * `release`, which the OriginPath names: then another hand has moved the pointer since.
 */
export function readComment(comment: string, release: string | undefined): Comment {
  const { text, by, fields } = MARK.exec(comment)?.groups ?? {};
  if (text === undefined || !by || !fields) return { text: comment, mark: undefined };
  const found = new Map(
    fields
      .slice(1)
      .split('.')
      .map((field) => [field.slice(0, 1), field.slice(1)]),
  );
  if (!release || found.get('t') !== hintOf(release)) return { text, mark: undefined };
  const owner = readOwner(found.get('r'), found.get('n'));
  const order = readOrder(found.get('o'));
  const at = found.get('a');
  return {
    text,
    mark: {
      by: ACTIONS[by] as string,
      to: release,
      ...digits(found, 'f', 'from'),
      ...digits(found, 'u', 'undid'),
      ...digits(found, 'v', 'proof'),
      ...(at && { at: Number.parseInt(at, 36) * 1000 }),
      ...(owner && { owner }),
      ...(order && { order }),
    },
  };
}

/**
 * Writes a comment. What a mark says of earlier releases, and of canaries, stands in no comment: `history/` has the former. On a way back
 * users come first: where someone has filled the comment since, the mark says less, and in the end the text loses its end.
 *
 * @throws UserError where there is no room for it, on a way forward.
 */
export function writeComment({ text, mark }: { readonly text: string; readonly mark: Mark }): string {
  const isBack = mark.undid !== undefined;
  const marks = (isBack ? [mark, ...shorter(mark)] : [mark]).map(compact);
  const written = marks.map((one) => (text === '' ? one : `${text} ${one}`));
  const fitting = written.find(({ length }) => length <= COMMENT_LIMIT);
  if (fitting !== undefined) return fitting;
  if (isBack) return cut(text, marks.at(-1) ?? '');
  const { length } = written[0] ?? '';
  throw new UserError(
    `The distribution's comment has no room for what is written with the pointer: it has ${text.length} characters of its own, and together they would have ${length}, where CloudFront takes ${COMMENT_LIMIT}.`,
    { hint: `Shorten the comment, in the infrastructure code, by ${length - COMMENT_LIMIT} characters.` },
  );
}

/** The mark of a way back without what it can do without, the least needed first: when it was, and which older runs it keeps out. */
function shorter(mark: Mark): readonly Mark[] {
  const { at: _, ...timeless } = mark;
  const { order: __, ...least } = timeless;
  return [timeless, least];
}

function cut(text: string, mark: string): string {
  const room = COMMENT_LIMIT - mark.length - '… '.length;
  // Half of a pair of code units is no character.
  return `${text.slice(0, room).replace(/[\ud800-\udbff]$/, '')}… ${mark}`;
}

/** By how many characters a comment's own text is too long for the longest mark that any of our actions writes; 0 where it is not. */
export function charactersToFree(comment: string): number {
  const { text } = MARK.exec(comment)?.groups ?? { text: comment };
  return Math.max(0, (text ? text.length + 1 : 0) + compact(LONGEST).length - COMMENT_LIMIT);
}

function compact(mark: Mark): string {
  const letter = Object.keys(ACTIONS).find((one) => ACTIONS[one] === mark.by);
  if (!letter || !mark.to) throw new Error(`No action writes a mark by ${mark.by} of ${mark.to}. This is a bug.`);
  const { owner, order, from, undid, at, proof } = mark;
  const fields = [
    `t${hintOf(mark.to)}`,
    owner && `r${runText(owner.run)}-${owner.attempt.toString(36)}`,
    owner && `n${packed(owner.nonce)}`,
    order && `o${packed(order.workflow)}${order.number.toString(36)}`,
    from && `f${packed(from)}`,
    undid && `u${packed(undid)}`,
    at !== undefined && `a${Math.floor(at / 1000).toString(36)}`,
    proof && `v${packed(proof)}`,
  ];
  return [`~${letter}`, ...fields.filter(Boolean)].join('.');
}

function hintOf(release: string): string {
  return packed(release).slice(0, HINT);
}

/** Hexadecimal digits in two thirds of their length. */
function packed(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64url');
}

function unpacked(text: string): string {
  return Buffer.from(text, 'base64url').toString('hex');
}

/** A run's id is a number, and `local` outside of a workflow. */
function runText(run: string): string {
  return /^[1-9]\d*$/.test(run) && Number.isSafeInteger(Number(run))
    ? Number(run).toString(36)
    : `_${run.replace(/[^\w]/g, '')}`;
}

function readOwner(run: string | undefined, nonce: string | undefined): Mark['owner'] {
  const [, id, attempt] = /^(.+)-([0-9a-z]+)$/.exec(run ?? '') ?? [];
  if (!id || !attempt || !nonce) return undefined;
  return {
    run: id.startsWith('_') ? id.slice(1) : String(Number.parseInt(id, 36)),
    attempt: Number.parseInt(attempt, 36),
    nonce: unpacked(nonce),
  };
}

/** Six bytes of the workflow are eight characters. */
function readOrder(text: string | undefined): Mark['order'] {
  const [, workflow, number] = /^([\w-]{8})([0-9a-z]+)$/.exec(text ?? '') ?? [];
  return workflow && number ? { workflow: unpacked(workflow), number: Number.parseInt(number, 36) } : undefined;
}

function digits<Key extends string>(
  found: ReadonlyMap<string, string>,
  letter: string,
  key: Key,
): { [K in Key]?: string } {
  const value = found.get(letter);
  return value ? ({ [key]: unpacked(value) } as { [K in Key]: string }) : {};
}
