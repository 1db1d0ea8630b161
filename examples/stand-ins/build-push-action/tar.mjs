import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

/** The files of a folder as a tar archive, but for git's own; the same for the same files, whenever they were written. */
export function packed(folder) {
  const found = filesIn(folder, '').sort();
  const entries = found.flatMap((name) => entry(path.join(folder, name), name));
  return { files: found.length, tar: Buffer.concat([...entries, Buffer.alloc(1024)]) };
}

function filesIn(folder, below) {
  return readdirSync(path.join(folder, below), { withFileTypes: true }).flatMap((found) => {
    const name = below === '' ? found.name : `${below}/${found.name}`;
    if (name === '.git') return [];
    return found.isDirectory() ? filesIn(folder, name) : [name];
  });
}

/** https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html, "ustar Interchange Format" */
function entry(file, name) {
  const stat = lstatSync(file);
  const isLink = stat.isSymbolicLink();
  const content = isLink ? Buffer.alloc(0) : readFileSync(file);
  const header = Buffer.alloc(512);
  // A name of more than a hundred bytes is divided at a slash.
  const bytes = Buffer.from(name);
  const cut = bytes.length > 100 ? bytes.indexOf('/', bytes.length - 101) : -1;
  if (bytes.length > 100 && (cut < 0 || cut > 155)) throw new Error(`${name} is too long a name for this stand-in.`);
  bytes.copy(header, 0, cut + 1);
  if (cut > 0) bytes.copy(header, 345, 0, cut);
  const octal = (value, at, length) => header.write(value.toString(8).padStart(length - 1, '0'), at);
  octal(isLink ? 0o777 : stat.mode & 0o111 ? 0o755 : 0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(content.length, 124, 12);
  octal(0, 136, 12);
  header.write('        ', 148);
  header.write(isLink ? '2' : '0', 156);
  if (isLink) header.write(readlinkSync(file), 157, 100);
  header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
}
