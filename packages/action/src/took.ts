/** A time as people say it: `12 ms`, `2.0 s`. */
export function took(ms: number): string {
  // A no-break space: in a narrow table the unit would stand alone on the next line.
  return ms < 1000 ? `${Math.round(ms)}\u00a0ms` : `${(ms / 1000).toFixed(1)}\u00a0s`;
}
