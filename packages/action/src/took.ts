/** A time as people say it: `12 ms`, `2.0 s`, `3 min 20 s`. */
export function took(ms: number): string {
  // A no-break space: in a narrow table the unit would stand alone on the next line.
  const seconds = Math.round(ms / 1000);
  if (seconds >= 100) return `${Math.floor(seconds / 60)}\u00a0min ${seconds % 60}\u00a0s`;
  return ms < 1000 ? `${Math.round(ms)}\u00a0ms` : `${(ms / 1000).toFixed(1)}\u00a0s`;
}
