import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

/** A hash of all that a folder holds: names, contents, modes, links and times of change, `.git` included. */
export function hashOfFolder(folder: string): string {
  const hash = createHash('sha256');
  const visit = (at: string) => {
    for (const name of readdirSync(at, { encoding: 'buffer' }).sort(Buffer.compare)) {
      const inside = Buffer.concat([Buffer.from(at + path.sep), name]);
      const stat = lstatSync(inside);
      hash.update(inside).update(`\0${stat.mode}\0${stat.mtimeMs}\0`);
      if (stat.isSymbolicLink()) hash.update(readlinkSync(inside));
      else if (stat.isDirectory()) visit(inside.toString('utf8'));
      else hash.update(readFileSync(inside));
    }
  };
  visit(folder);
  return hash.digest('hex');
}
