/** What is below a path of a layer: a file's content, or more than that. A path that ends in a slash is a folder. */
export type Files = Readonly<Record<string, string | Uint8Array | Entry>>;

/** A file with its permissions, or a link. */
export interface Entry {
  readonly content?: string | Uint8Array;
  /** 0o644 unless given; 0o755 of folders. */
  readonly mode?: number;
  /** Where a symbolic link leads. */
  readonly symlink?: string;
  /** The path in the same archive that a hard link is another name of. */
  readonly hardLink?: string;
}

const block = 512;

/**
 * A tar archive in the format of POSIX.1-1988 (ustar), in the order that is given: the same files give the same bytes, as all
 * times are 1970 and all owners root. https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_06
 */
export function tarOf(files: Files): Buffer {
  const entries = Object.entries(files).flatMap(([path, given]) => {
    const entry = typeof given === 'string' || given instanceof Uint8Array ? { content: given } : given;
    const content = Buffer.from(entry.content ?? '');
    const padding = Buffer.alloc((block - (content.length % block)) % block);
    return [headerOf(path, entry, content.length), content, padding];
  });
  return Buffer.concat([...entries, Buffer.alloc(2 * block)]);
}

function headerOf(path: string, { mode, symlink, hardLink }: Entry, size: number): Buffer {
  const isFolder = path.endsWith('/');
  const header = Buffer.alloc(block);
  const [prefix, name] = splitPath(path);
  header.write(name, 0);
  header.write(octal(mode ?? (isFolder ? 0o755 : 0o644), 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(size, 12), 124);
  header.write(octal(0, 12), 136);
  header.write('        ', 148);
  header.write(symlink !== undefined ? '2' : hardLink !== undefined ? '1' : isFolder ? '5' : '0', 156);
  header.write(symlink ?? hardLink ?? '', 157, 100);
  header.write('ustar\u000000', 257);
  header.write(prefix, 345);
  const checksum = header.reduce((sum, byte) => sum + byte, 0);
  header.write(`${checksum.toString(8).padStart(6, '0')}\u0000 `, 148);
  return header;
}

/** The name has 100 bytes, and what is before it 155. */
function splitPath(path: string): readonly [prefix: string, name: string] {
  if (Buffer.byteLength(path) <= 100) return ['', path];
  const at = path.indexOf('/', path.length - 101);
  const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
  if (at < 1 || name === '' || Buffer.byteLength(prefix) > 155 || Buffer.byteLength(name) > 100)
    throw new Error(`${path} is too long for a tar archive of this kind`);
  return [prefix, name];
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\u0000`;
}
