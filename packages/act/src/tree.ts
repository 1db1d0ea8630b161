import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** The reference that the tree stands for. */
export const ownReference = 'org/actions@v1';

/**
 * Builds the tree that users consume, as a release would have it.
 *
 * @throws with the builder's own words when it cannot be built.
 */
export async function buildTree(root: string, into: string): Promise<void> {
  const release = path.join(root, 'packages/release/src/main.ts');
  const child = spawn(process.execPath, [release, 'build', '--out', into], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`The tree of ${ownReference} could not be built.\n${said}`);
}
