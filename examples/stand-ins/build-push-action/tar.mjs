import { lstatSync, readFileSync, readlinkSync } from 'node:fs';

/** Files, each by its path in the image, as a tar archive; the same for the same files, whenever they were written. */
export function packed(files) {
  const entries = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, file]) => entry(file, name));
  return Buffer.concat([...entries, Buffer.alloc(1024)]);
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
