import { type Agreed, type Line, lineTo } from './line.ts';

/** Connections to servers, which are used again once their answers are read. */
export interface Lines {
  /** One to the server of an address: one that was used before, where there is one, or a new one. */
  take(url: URL): { readonly line: Line; readonly isUsed: boolean };
  /** Gives one back on which both sides have said all. */
  release(line: Line, origin: string): void;
  /** Connects ahead, until so many are free: who asks for several things at the same time then waits for no connection. */
  prepare(url: URL, most: number): void;
}

/** Connections that are begun together: in a millisecond. */
const A_FEW = 8;

/** {@link Lines} of which there are none yet. */
export function noLines(): Lines {
  const free = new Map<string, Line[]>();
  const agreed: Agreed = new Map();
  const freeTo = (origin: string) => {
    const lines = free.get(origin) ?? [];
    free.set(origin, lines);
    return lines;
  };
  const letRest = (line: Line, lines: Line[]) => {
    line.rest(() => {
      line.destroy();
      if (lines.includes(line)) lines.splice(lines.indexOf(line), 1);
    });
  };
  return {
    take(url) {
      const used = free.get(url.origin)?.pop();
      used?.wake();
      return { line: used ?? lineTo(url, agreed), isUsed: used !== undefined };
    },
    release(line, origin) {
      const lines = freeTo(origin);
      lines.push(line);
      letRest(line, lines);
    },
    prepare(url, most) {
      const lines = freeTo(url.origin);
      let missing: number | undefined;
      // After what is about to take some; and a few at a time, so that what else there is to do is not held up.
      const next = () => {
        missing ??= most - lines.length;
        for (let few = Math.min(A_FEW, missing); few > 0; few -= 1) {
          missing -= 1;
          const line = lineTo(url, agreed);
          // Those that were used before are taken first.
          lines.unshift(line);
          letRest(line, lines);
        }
        if (missing > 0) setImmediate(next);
      };
      setImmediate(next);
    },
  };
}
