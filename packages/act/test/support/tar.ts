import { gunzipSync } from 'node:zlib';

/**
 * What a compressed tar archive holds: the text of each file by its name, with `(755)` behind it where it can be executed, and
 * `-> …` of a link. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html, "ustar Interchange Format"
 */
export function entriesIn(archive: Uint8Array): ReadonlyMap<string, string> {
  const bytes = gunzipSync(archive);
  const found = new Map<string, string>();
  for (let at = 0; bytes[at] !== 0; ) {
    const text = (from: number, length: number) =>
      bytes.toString('utf8', at + from, at + from + length).split('\0', 1)[0] ?? '';
    const header = Buffer.from(bytes.subarray(at, at + 512));
    header.fill(' ', 148, 156);
    const sum = header.reduce((all, byte) => all + byte, 0);
    if (sum !== Number.parseInt(text(148, 8), 8)) throw new Error(`The checksum at ${at} is wrong.`);
    const name = [text(345, 155), text(0, 100)].filter(Boolean).join('/');
    const size = Number.parseInt(text(124, 12), 8);
    const isExecutable = (Number.parseInt(text(100, 8), 8) & 0o111) > 0;
    const content = bytes.toString('utf8', at + 512, at + 512 + size);
    found.set(name, text(156, 1) === '2' ? `-> ${text(157, 100)}` : `${content}${isExecutable ? ' (755)' : ''}`);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return found;
}
