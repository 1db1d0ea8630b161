import { createHash } from 'node:crypto';
import { UserError } from '@actions-aws/action';
import { withCarried } from './carry.ts';
import type { FileHeaders, Manifest } from './manifest.ts';
import { manifestKeyOf } from './names.ts';
import type { Releases } from './releases.ts';
import type { Stored } from './stored.ts';
import { readManifest, writeManifest } from './written.ts';

const HEADERS: FileHeaders = { 'content-type': 'application/json', 'cache-control': 'no-cache' };

/** How often a manifest that other runs extend at the same time is read anew: each of them adds to it once. */
const ROUNDS = 20;

/** The manifests of a bucket, over its objects. */
export function committedIn(stored: Stored): Pick<Releases, 'read' | 'commit' | 'extend'> {
  const found = async (id: string) => {
    const key = manifestKeyOf(id);
    const object = await stored.get(key);
    if (!object) return undefined;
    const manifest = readManifest(object.text, id);
    if ('unreadable' in manifest) throw noManifest(stored.uriOf(key), manifest.unreadable);
    return { manifest, etag: object.etag };
  };

  const extend: Releases['extend'] = async (id, carried) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const current = await found(id);
      if (!current) throw noRelease(stored.uriOf(manifestKeyOf(id)));
      const wanted = withCarried(current.manifest, carried);
      if (wanted === current.manifest) return wanted;
      if (await stored.replace(manifestKeyOf(id), bytesOf(wanted), HEADERS, current.etag)) return wanted;
    }
    throw new UserError(`${stored.uriOf(manifestKeyOf(id))} was changed again and again while this run added to it.`, {
      hint: 'Run the job again: it goes on from what it finds.',
    });
  };

  return {
    read: async (id) => (await found(id))?.manifest,
    extend,
    async commit(manifest) {
      const bytes = bytesOf(manifest);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const file = { headers: HEADERS, sha256, size: bytes.length };
      const written = await stored.create(manifestKeyOf(manifest.id), bytes, file);
      return typeof written === 'string' ? manifest : extend(manifest.id, manifest.carried);
    },
  };
}

function bytesOf(manifest: Manifest): Uint8Array {
  return Buffer.from(writeManifest(manifest));
}

function noManifest(uri: string, why: string): UserError {
  return new UserError(`${uri} is no manifest of a release: it ${why}.`, {
    hint: 'Keep the keys below `r/` for releases. If this object is not one of ours, remove it, and stage the build again.',
  });
}

function noRelease(uri: string): UserError {
  return new UserError(`There is no ${uri}: the release was never finished, or was removed.`, {
    hint: 'Stage the build again.',
  });
}
