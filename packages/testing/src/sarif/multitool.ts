import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

/**
 * What `sarif-multitool validate` has against a file, as sentences: errors alone, since its warnings are about style. Its exit code
 * says nothing of them. `Sarif` has the rules of the standard, `Ghas` those of GitHub. https://github.com/microsoft/sarif-sdk
 *
 * The program is `Sarif.Multitool` on the PATH, from the npm package `@microsoft/sarif-multitool-linux`.
 */
export async function refusedByMultitool(
  file: string,
  ...kinds: readonly ('Sarif' | 'Ghas')[]
): Promise<readonly string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'multitool-'));
  try {
    const output = path.join(folder, 'validated.sarif');
    const args = ['validate', file, '--rule-kind', ...kinds, '--level', 'Error', '--output', output];
    const env = { PATH: process.env.PATH, HOME: folder, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' };
    await promisify(execFile)('Sarif.Multitool', args, { env, maxBuffer: 1 << 26 });
    const { runs } = JSON.parse(await readFile(output, 'utf8')) as Validated;
    return runs.flatMap(({ results = [] }) =>
      results
        .filter(({ level }) => level === 'error')
        .map(({ ruleId, message }) => `${ruleId} ${JSON.stringify(message)}`),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Validated {
  readonly runs: readonly {
    readonly results?: readonly { readonly ruleId: string; readonly level?: string; readonly message: unknown }[];
  }[];
}
