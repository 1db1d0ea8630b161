import { uriOf } from './paths.ts';

/**
 * The name of an image without its tag, its digest and what Docker adds for its own registry: `docker.io/library/nginx:1.27@sha256:…`
 * and `nginx` are one. A text that names none is given back as it is.
 */
export function imageName(written: string): string {
  let name = written.trim();
  const digest = name.indexOf('@sha256:');
  if (digest > 0) name = name.slice(0, digest);
  const colon = name.lastIndexOf(':');
  if (colon > name.lastIndexOf('/') && colon > 0 && isTag(name.slice(colon + 1))) name = name.slice(0, colon);
  for (const host of ['docker.io/', 'index.docker.io/', 'registry-1.docker.io/']) {
    if (name.startsWith(host)) name = name.slice(host.length);
  }
  return name.startsWith('library/') ? name.slice('library/'.length) : name;
}

/** https://github.com/distribution/reference/blob/main/regexp.go */
function isTag(text: string): boolean {
  return text.length <= 128 && /^\w[\w.-]*$/.test(text);
}

/** A path without a tag or digest of an image in it, as scanners of images write it, such as `library/nginx:1.27/etc/passwd`. */
export function withoutTags(path: string): string {
  if (!path.includes(':') && !path.includes('@sha256')) return path;
  return (
    path
      // Snyk writes `_` for a colon.
      .replace(/@sha256[:_][0-9a-f]{64}(?=\/|$)/, '')
      .split('/')
      .map((segment) => {
        const colon = segment.lastIndexOf(':');
        return colon > 0 && isTag(segment.slice(colon + 1)) ? segment.slice(0, colon) : segment;
      })
      .join('/')
  );
}

/** A file of an image as a URI: none of the checkout, and another one in another image. */
export function uriInImage(image: string, path: string): string {
  return `image://${uriOf(imageName(image))}/${uriOf(path.replace(/^[\\/]+/, ''))}`;
}
