const pieces = [
  'x',
  'eval(',
  ')',
  ' ',
  '\t',
  '\n',
  '\n',
  '\r\n',
  '\r',
  'é',
  '\u{1f600}',
  '\uffff',
  '    return 1\n',
  'y'.repeat(70),
];

/** A text of a seed: lines long and short, all line ends, spaces in all places, units of the whole range. */
export function randomText(seed: number): string {
  let state = (seed + 1) * 0x9e3779b1;
  const below = (limit: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 12)) >>> 0) % limit;
  };
  const length = below(400);
  let text = '';
  for (let index = 0; index < length; index++) {
    text += below(10) === 0 ? String.fromCharCode(below(0x10000)) : pieces[below(pieces.length)];
  }
  return text;
}
