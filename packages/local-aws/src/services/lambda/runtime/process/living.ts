const living = new Set<number>();

/** Kills a process and all that it has started, which are of its process group. */
export function kill(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

function killAll(): void {
  for (const pid of living) kill(pid);
}

/** From now on the process ends with this one at the latest, also where its cloud was not stopped. */
export function remember(pid: number): void {
  if (living.size === 0) process.once('exit', killAll);
  living.add(pid);
}

/** The process has ended; what it may have left behind is killed. */
export function ended(pid: number): void {
  living.delete(pid);
  if (living.size === 0) process.off('exit', killAll);
  kill(pid);
}
