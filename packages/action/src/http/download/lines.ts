import { type Agreed, type Line, lineTo } from './line.ts';

/** Connections to servers, which are used again once their answers are read. */
export interface Lines {
  /** One to the server of an address: one that was used before, where there is one, or a new one. */
  take(url: URL): { readonly line: Line; readonly isUsed: boolean };
  /** Gives one back on which both sides have said all. */
  release(line: Line, origin: string): void;
}

/** {@link Lines} of which there are none yet. */
export function noLines(): Lines {
  const free = new Map<string, Line[]>();
  const agreed: Agreed = new Map();
  return {
    take(url) {
      const used = free.get(url.origin)?.pop();
      used?.wake();
      return { line: used ?? lineTo(url, agreed), isUsed: used !== undefined };
    },
    release(line, origin) {
      const lines = free.get(origin) ?? [];
      free.set(origin, lines);
      lines.push(line);
      line.rest(() => {
        line.destroy();
        if (lines.includes(line)) lines.splice(lines.indexOf(line), 1);
      });
    },
  };
}
