import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** The repository that the tree stands for, whichever ref of it a workflow has. */
export const ownRepository = 'org/actions';

/**
 * Builds the tree that users consume, as a release would have it.
 *
 * @param refs `OWNER/NAME@REF`, which its workflows then have for our actions.
 * @throws with the builder's own words when it cannot be built.
 */
export async function buildTree(root: string, into: string, refs?: string): Promise<void> {
  const release = path.join(root, 'packages/release/src/main.ts');
  const child = spawn(
    process.execPath,
    [release, 'build', '--out', into, ...(refs === undefined ? [] : ['--refs', refs])],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`The tree of ${refs ?? ownRepository} could not be built.\n${said}`);
}
