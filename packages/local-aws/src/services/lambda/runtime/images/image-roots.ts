import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../../../../kernel/temporary-folder.ts';
import type { LambdaPorts } from '../../ports.ts';
import type { FunctionImage } from '../../state.ts';
import { LaunchError } from '../process/launch-error.ts';
import { unpackLayer } from './unpack-layer.ts';

/** Folders with the layers of images, one for all functions of the same image. */
export interface ImageRoots {
  /** The real path of an image's root; unpacked on first use. */
  of(image: FunctionImage): Promise<string>;
  /** Removes all folders. */
  remove(): void;
}

/** No folders yet. */
export function imageRoots(readBlob: LambdaPorts['readBlob']): ImageRoots {
  const folder = temporaryFolder('lambda-images');
  const roots = new Map<string, Promise<string>>();

  async function unpacked({ source, layers }: FunctionImage): Promise<string> {
    const root = path.join(folder.path(), source.reference.replace(/^sha256:/, ''));
    // What an attempt that failed has left.
    rmSync(root, { recursive: true, force: true });
    mkdirSync(root);
    for (const { digest } of layers) {
      try {
        await unpackLayer(root, readBlob(digest));
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new LaunchError(
          `the layer ${digest} of ${source.repository}@${source.reference} cannot be unpacked: ${why}`,
        );
      }
    }
    return root;
  }

  return {
    of(image) {
      const { reference } = image.source;
      const known = roots.get(reference) ?? unpacked(image);
      roots.set(reference, known);
      known.catch(() => roots.delete(reference));
      return known;
    },
    remove() {
      roots.clear();
      folder.remove();
    },
  };
}
