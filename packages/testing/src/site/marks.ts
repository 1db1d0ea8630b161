/** What our actions leave with a pointer, as far as tests tell writes apart: the writer, from where it moved, and whether it undid. */
export interface SeenMark {
  /** What people wrote before it. */
  readonly text: string;
  /** `s` for stage, `p` for promote, `r` for rollback; nothing where none of them wrote. */
  readonly by: string | undefined;
  /** The release that was named before, sixteen hexadecimal digits. */
  readonly from: string | undefined;
  /** The workflow and the number of the run whose place in the order of runs it has; nothing where it has none. */
  readonly order: string | undefined;
  /** Takes back what the same run had written. */
  readonly isUndoing: boolean;
}

/** Reads a comment such as `Shop, app ~p.tAbCd.r6hq2k1-1.nCwobLA`: packages/site/src/pointer/comment.ts writes it. */
export function markIn(comment = ''): SeenMark {
  const {
    text = comment,
    by,
    fields = '',
  } = /^(?<text>.*?) ?~(?<by>[spr])(?<fields>(?:\.[a-z][\w-]+)+)$/s.exec(comment)?.groups ?? {};
  const field = (letter: string) =>
    fields
      .split('.')
      .find((each) => each.startsWith(letter))
      ?.slice(1);
  const from = field('f');
  return {
    text,
    by,
    from: from === undefined ? undefined : Buffer.from(from, 'base64url').toString('hex'),
    order: field('o'),
    isUndoing: by === 'p' && field('u') !== undefined,
  };
}

/** The same of the value of a store's key: packages/site/src/pointer/key-value-store/value.ts writes it. */
export function markInValue(value: string | undefined): SeenMark {
  const { mark = {} } = JSON.parse(value ?? '{}') as { readonly mark?: Readonly<Record<string, unknown>> };
  const by = typeof mark.by === 'string' ? mark.by.replace('frontend-', '').charAt(0) : undefined;
  const from = typeof mark.from === 'string' ? mark.from : undefined;
  const order = mark.order === undefined ? undefined : JSON.stringify(mark.order);
  return { text: '', by, from, order, isUndoing: by === 'p' && mark.undid !== undefined };
}
