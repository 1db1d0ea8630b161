/** The token of a page that begins at a position: clients must not read it. */
export function tokenAt(position: number): string {
  return Buffer.from(`from:${position}`).toString('base64');
}

/** The position that a token stands for; undefined of one that is not from here. */
export function positionIn(token: string): number | undefined {
  const from = /^from:(\d+)$/.exec(Buffer.from(token, 'base64').toString('utf8'))?.[1];
  return from === undefined ? undefined : Number(from);
}
