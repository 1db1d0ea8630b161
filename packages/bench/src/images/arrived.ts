import type { BuiltImage } from '@actions-aws/testing/images';
import type { BenchImage } from './image.ts';

/** Where an image should be by now. */
export interface Destination {
  /** Of the registry itself, such as `http://127.0.0.1:5000`. */
  readonly endpoint: string;
  readonly repository: string;
  readonly tag: string;
}

/**
 * Asks a registry for all that it should have got.
 *
 * @throws with what is missing: who left it behind has no figure.
 */
export async function assertArrived(
  { index, referrers }: BenchImage,
  { endpoint, repository, tag }: Destination,
  withReferrers: boolean,
): Promise<void> {
  const found = async (path: string, { mediaType }: { readonly mediaType: string }) => {
    const url = new URL(`/v2/${repository}/${path}`, endpoint);
    const { status, headers } = await fetch(url, { method: 'HEAD', headers: { accept: mediaType } });
    return status === 200 ? headers.get('docker-content-digest') : undefined;
  };
  const missing: string[] = [];
  if ((await found(`manifests/${tag}`, index)) !== index.digest) missing.push(`the tag ${tag}`);
  const look = async (image: BuiltImage) => {
    if ((await found(`manifests/${image.digest}`, image)) !== image.digest) missing.push(image.digest);
    for (const blob of image.blobs) {
      if ((await found(`blobs/${blob.digest}`, blob)) === undefined) missing.push(blob.digest);
    }
    for (const child of image.children) await look(child);
  };
  for (const image of [index, ...(withReferrers ? referrers : [])]) await look(image);
  if (missing.length > 0) throw new Error(`Not copied to ${endpoint}/${repository}: ${missing.join(', ')}`);
}
