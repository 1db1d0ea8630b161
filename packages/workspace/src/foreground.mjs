import { spawn } from 'node:child_process';

/**
 * Runs a program in this process's place, as far as Node can: it has our terminal, receives our signals, and we end as
 * it ended.
 *
 * @param {string} program
 * @param {string[]} args handed over as they are; no shell reads them
 * @param {{ cwd: string }} options
 */
export async function runInForeground(program, args, { cwd }) {
  const child = spawn(program, args, { cwd, stdio: 'inherit' });
  // A terminal sends Ctrl-C to the whole foreground group, so the child has it already; a second one would read as
  // "now, at once".
  const fromTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  /** @type {Partial<Record<NodeJS.Signals, () => void>>} */
  const forward = {
    SIGINT: () => fromTerminal || child.kill('SIGINT'),
    SIGTERM: () => child.kill('SIGTERM'),
    SIGHUP: () => child.kill('SIGHUP'),
  };
  for (const [signal, listener] of Object.entries(forward)) process.on(signal, listener);

  const [code, signal] = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (...ended) => resolve(ended));
  });

  for (const [name, listener] of Object.entries(forward)) process.off(name, listener);
  if (signal) process.kill(process.pid, signal);
  else process.exitCode = code;
}
