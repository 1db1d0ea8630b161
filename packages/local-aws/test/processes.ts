import { existsSync, readFileSync } from 'node:fs';

/** Whether a process runs. One that has ended and is not waited for is still there on Linux, as a zombie. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = `/proc/${pid}/status`;
  return !existsSync(status) || !/^State:\s+Z/m.test(readFileSync(status, 'utf8'));
}

/** Waits for what a process does in its own time: real time, since no clock of ours moves it. */
export async function eventually(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((go) => setTimeout(go, 5));
  }
}
