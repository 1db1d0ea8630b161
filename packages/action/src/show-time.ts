/** Milliseconds since the epoch as a time to the second, such as `2026-05-04T12:00:00Z`. */
export function showTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
