import { loadavg } from 'node:os';

/** The machine's load of the last minute, as `uptime` has it: above the number of processors, all figures are too high. */
export function load(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}

/** What the load was, in a sentence for those who read the figures. */
export function loadSince(before: string): string {
  return `Load of the machine: ${before} at the start, ${load()} at the end.`;
}
