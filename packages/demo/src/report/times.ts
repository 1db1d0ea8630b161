/** A moment of the story as on a stopwatch: `0:07`, `3:05`. */
export function moment(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The moments that an axis of `spanMs` shows: at most `most` of them, a round number of seconds apart. */
export function ticks(spanMs: number, most: number): number[] {
  const every = [5, 10, 15, 30, 60, 120, 300, 600].find((seconds) => spanMs / seconds / 1000 <= most) ?? 1800;
  return Array.from({ length: Math.floor(spanMs / 1000 / every) + 1 }, (_, index) => index * every * 1000);
}
