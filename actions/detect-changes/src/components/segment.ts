import { endOfClass } from './braces.ts';
import { matchesRow } from './wildcard.ts';

/** Any number of characters. */
const STAR = 'star';

/** What one character must be: this one, or one that a class or `?` has. */
type One = number | ((point: number) => boolean);

/** One name between slashes, as a pattern has it. */
export interface Segment {
  /** The name itself, where the pattern says it letter by letter; backslashes are gone. */
  readonly literal?: string;
  /** As the pattern has it. */
  readonly text: string;
  /** Whether any name fits. */
  readonly isAny: boolean;
  fits(name: string): boolean;
}

/** Any number of names, none included. */
export const GLOBSTAR = '**';

/** Reads one segment of a pattern: `*` is any number of characters, `?` one, `[a-z]` and `[!a-z]` one of a class. */
export function segmentOf(text: string): Segment {
  const { tokens, plain, hasClass } = tokensOf(text);
  if (tokens.every((token) => typeof token === 'number')) {
    return { literal: plain, text, isAny: false, fits: (name) => name === plain };
  }
  return {
    text,
    isAny: tokens.every((token) => token === STAR),
    // A folder that is itself called `[id]` is meant as well.
    fits: (name) => fits(tokens, name) || (hasClass && name === plain),
  };
}

function tokensOf(text: string) {
  const tokens: (One | typeof STAR)[] = [];
  let plain = '';
  let hasClass = false;
  for (let at = 0; at < text.length; ) {
    const point = text.codePointAt(at) as number;
    const letter = String.fromCodePoint(point);
    const end = letter === '[' ? endOfClass(text, at) : undefined;
    if (end !== undefined) {
      tokens.push(classOf(text.slice(at + 1, end)));
      plain += text.slice(at, end + 1);
      hasClass = true;
      at = end + 1;
      continue;
    }
    if (letter === '\\') {
      const escaped = text.codePointAt(at + 1) as number;
      tokens.push(escaped);
      plain += String.fromCodePoint(escaped);
      at += 1 + widthOf(escaped);
      continue;
    }
    if (letter === '*') tokens.push(STAR);
    else if (letter === '?') tokens.push(() => true);
    else tokens.push(point);
    plain += letter;
    at += letter.length;
  }
  return { tokens, plain, hasClass };
}

function classOf(inside: string): One {
  const isNegated = inside.startsWith('!') || inside.startsWith('^');
  const ranges: (readonly [first: number, last: number])[] = [];
  const points = [...(isNegated ? inside.slice(1) : inside)];
  const next = () => {
    const letter = points.shift();
    return (letter === '\\' ? points.shift() : letter)?.codePointAt(0) as number;
  };
  while (points.length > 0) {
    const first = next();
    if (points[0] !== '-' || points.length < 2) ranges.push([first, first]);
    else {
      points.shift();
      ranges.push([first, next()]);
    }
  }
  return (point) => ranges.some(([first, last]) => first <= point && point <= last) !== isNegated;
}

function fits(tokens: readonly (One | typeof STAR)[], name: string): boolean {
  return matchesRow(tokens, STAR, pointsOf(name), (one, point) =>
    typeof one === 'function' ? one(point) : one === point,
  );
}

// A loop: an iterator takes as long as all the rest.
function pointsOf(name: string): readonly number[] {
  const points: number[] = [];
  for (let at = 0; at < name.length; ) {
    const point = name.codePointAt(at) as number;
    points.push(point);
    at += widthOf(point);
  }
  return points;
}

function widthOf(point: number): number {
  return point > 0xffff ? 2 : 1;
}
