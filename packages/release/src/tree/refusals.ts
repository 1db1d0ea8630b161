/** Files by their path from the root of a tree, with `/`. */
export type Files = ReadonlyMap<string, Uint8Array>;

/**
 * What is in a tree and may not be, as sentences; empty when users can have it. Every user's job downloads the whole tree, as an
 * archive that git may change on the way: by attributes, and by what it does with ends of lines.
 */
export function treeRefusals(files: Files): string[] {
  return [...files].flatMap(([file, bytes]) => {
    if (/(^|\/)\.gitattributes$/i.test(file)) return [attributesRefusal(file, bytes)];
    if (!isOfTree(file, (other) => files.has(other)))
      return [`${file} is not part of a release: only what users need is.`];
    // Also what Windows cannot check out, and what git's own plumbing would have to quote.
    if (!/^[\w.-]+(\/[\w.-]+)*$/.test(file)) return [`${file} has a name that not every system takes.`];
    if (hasCarriageReturn(bytes))
      return [`${file} has lines that end in CR LF: it was read from a checkout that converts.`];
    return [];
  });
}

function attributesRefusal(file: string, bytes: Uint8Array): string {
  const exports = /\bexport-(?:ignore|subst)\b/.exec(Buffer.from(bytes).toString('utf8'));
  return exports
    ? `${file} sets ${exports[0]}: the archive that users download would differ from the tree.`
    : `${file} is not part of a release: attributes change what is checked out.`;
}

/** Whether a release tree may have this file, among those that `has` knows. */
export function isOfTree(file: string, has: (file: string) => boolean): boolean {
  if (file === 'README.md' || file === 'LICENSE' || /^\.github\/workflows\/[^/]+\.ya?ml$/.test(file)) return true;
  const [, action = '', inside = ''] = /^([^/]+)\/(.+)$/.exec(file) ?? [];
  return has(`${action}/action.yml`) && /^(action\.yml|README\.md|dist\/.+)$/.test(inside);
}

/** In text only: bytes with a NUL are none. */
function hasCarriageReturn(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.includes('\r\n') && !buffer.includes(0);
}
