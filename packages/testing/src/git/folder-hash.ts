import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

/** A hash of all that a folder holds: names of any bytes, contents, modes, links and times of change, `.git` included. */
export function hashOfFolder(folder: string): string {
  const hash = createHash('sha256');
  const visit = (at: Buffer) => {
    for (const name of readdirSync(at, { encoding: 'buffer' }).sort(Buffer.compare)) {
      const inside = Buffer.concat([at, Buffer.from(path.sep), name]);
      const stat = lstatSync(inside);
      hash.update(inside).update(`\0${stat.mode}\0${stat.mtimeMs}\0`);
      if (stat.isSymbolicLink()) hash.update(readlinkSync(inside));
      else if (stat.isDirectory()) visit(inside);
      else hash.update(readFileSync(inside));
    }
  };
  visit(Buffer.from(folder));
  return hash.digest('hex');
}
