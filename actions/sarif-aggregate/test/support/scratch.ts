import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder that goes when the tests of the file are done. */
export function scratch(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sarif-aggregate-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
