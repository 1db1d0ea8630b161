import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

/**
 * Lint and formatting of the whole repository.
 *
 * @returns what biome has to say; empty when there is nothing.
 */
export function lintErrors(root: string): string {
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
  const colors = process.stdout.isTTY ? 'force' : 'off';
  const args = [
    biome,
    'check',
    '--error-on-warnings',
    '--diagnostic-level=warn',
    `--colors=${colors}`,
    '--max-diagnostics=50',
  ];
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (error) throw error;
  return status === 0 ? '' : `${stdout}${stderr}`;
}
