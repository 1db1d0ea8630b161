// Layers of an image, applied one over the other as OCI has it
// (https://github.com/opencontainers/image-spec/blob/main/layer.md), into a folder that nothing leaves.

import { linkSync, lstatSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Parser, type ReadEntry } from 'tar';
import { unreadable } from '../unreadable.ts';

interface LayerEntry {
  readonly path: string;
  readonly type: string;
  readonly mode: number;
  readonly linkpath: string;
  readonly bytes: Uint8Array;
}

/** Unpacks a layer, plain or compressed by gzip, over what is in `root`, a real path. Rejects what would leave it. */
export async function unpackLayer(root: string, layer: Uint8Array): Promise<void> {
  // What an opaque whiteout leaves: it hides lower layers only, also where it comes after what this layer adds.
  const added = new Set<string>();
  for (const entry of await entriesOf(layer)) apply(root, entry, added);
}

function entriesOf(layer: Uint8Array): Promise<LayerEntry[]> {
  return new Promise((resolve, reject) => {
    const entries: LayerEntry[] = [];
    const parser = new Parser({
      strict: true,
      onReadEntry(entry: ReadEntry) {
        const chunks: Buffer[] = [];
        entry.on('data', (chunk) => chunks.push(chunk));
        entry.on('end', () => {
          const { path: name, type, mode = 0o644, linkpath = '' } = entry;
          entries.push({ path: name, type, mode, linkpath, bytes: Buffer.concat(chunks) });
        });
      },
    });
    parser.on('error', reject);
    parser.on('end', () => resolve(entries));
    parser.end(Buffer.from(layer.buffer, layer.byteOffset, layer.length));
  });
}

function apply(root: string, entry: LayerEntry, added: Set<string>): void {
  const inside = insideOf(entry.path);
  if (inside === '') return;
  const folder = folderIn(root, path.posix.dirname(inside));
  const name = path.posix.basename(inside);
  if (name === '.wh..wh..opq') {
    for (const child of readdirSync(folder)) if (!added.has(path.join(folder, child))) remove(path.join(folder, child));
    return;
  }
  if (name.startsWith('.wh.')) {
    const hidden = name.slice('.wh.'.length);
    // AUFS' own files begin with `.wh..wh.`.
    if (hidden !== '' && hidden !== '.' && hidden !== '..' && !hidden.startsWith('.wh.'))
      remove(path.join(folder, hidden));
    return;
  }
  const target = path.join(folder, name);
  write(root, target, entry);
  for (let each = target; each.length > root.length; each = path.dirname(each)) added.add(each);
}

function write(root: string, target: string, { type, mode, linkpath, bytes, path: name }: LayerEntry): void {
  const before = lstatSync(target, { throwIfNoEntry: false });
  if (type === 'Directory') {
    if (before?.isDirectory()) return;
    if (before) remove(target);
    mkdirSync(target);
    return;
  }
  if (before) remove(target);
  switch (type) {
    case 'File':
    case 'OldFile':
    case 'ContiguousFile': {
      const readable = (mode & 0o004) !== 0;
      writeFileSync(target, readable ? bytes : unreadable(`/${insideOf(name)}`), {
        mode: (mode & 0o001) === 0 ? 0o644 : 0o755,
      });
      return;
    }
    case 'SymbolicLink': {
      // As in a container, where the root is the end of all ways up.
      const from = path.posix.join('/', path.relative(root, path.dirname(target)).split(path.sep).join('/'));
      symlink(path.join(root, path.posix.resolve(from, linkpath)), target);
      return;
    }
    case 'Link': {
      const other = insideOf(linkpath);
      const source = path.join(folderIn(root, path.posix.dirname(other)), path.posix.basename(other));
      const linked = lstatSync(source, { throwIfNoEntry: false });
      if (linked === undefined) throw new Error(`${name} is a link to ${linkpath}, which is not there`);
      // The text of a link leads from its own folder: that of another would lead elsewhere, and out of the root.
      if (linked.isSymbolicLink()) symlink(path.resolve(path.dirname(source), readlinkSync(source)), target);
      else linkSync(source, target);
      return;
    }
    default:
    // Devices and pipes, which no function's code is.
  }
}

function symlink(to: string, target: string): void {
  symlinkSync(path.relative(path.dirname(target), to) || '.', target);
}

/** A path of an archive, without the root. Throws for one that leaves it. */
function insideOf(name: string): string {
  if (name.split('/').includes('..') || name.includes('\\')) throw new Error(`${name} leaves the image's root`);
  return path.posix.join('/', name).replace(/^\/+|\/+$/g, '');
}

/** The real folder of a path in the image, made where it is missing. Links are followed by their text, which is of this root. */
function folderIn(root: string, inside: string, followed = 0): string {
  let folder = root;
  for (const name of inside.split('/').filter((each) => each !== '' && each !== '.')) {
    const next = path.join(folder, name);
    const status = lstatSync(next, { throwIfNoEntry: false });
    if (status === undefined) mkdirSync(next);
    else if (!status.isDirectory() && !status.isSymbolicLink()) throw new Error(`${inside} is below a file`);
    folder = status?.isSymbolicLink() ? linkedFolder(root, next, followed) : next;
  }
  return folder;
}

function linkedFolder(root: string, link: string, followed: number): string {
  const inside = path
    .relative(root, path.resolve(path.dirname(link), readlinkSync(link)))
    .split(path.sep)
    .join('/');
  if (insideOf(inside) !== inside || followed > 40) throw new Error(`${path.relative(root, link)} leads nowhere`);
  return folderIn(root, inside, followed + 1);
}

function remove(target: string): void {
  rmSync(target, { recursive: true, force: true });
}
