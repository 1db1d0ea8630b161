import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Writes reports into a folder that goes when the tests of the file are done; each takes the place of the one before. Writing over
 * a file is slow where the file system makes sure of it at once.
 */
export function reportFiles(): (bytes: string | Uint8Array) => string {
  const folder = mkdtempSync(path.join(tmpdir(), 'reports-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (bytes) => {
    const file = path.join(folder, 'report.json');
    rmSync(file, { force: true });
    writeFileSync(file, bytes);
    return file;
  };
}
