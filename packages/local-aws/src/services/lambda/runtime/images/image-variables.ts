import { existsSync } from 'node:fs';
import path from 'node:path';

/** Variables that are lists of folders. */
const lists = new Set(['PATH', 'PYTHONPATH', 'NODE_PATH']);
const ofItsPrograms = new Set(['LD_LIBRARY_PATH', 'LD_PRELOAD', 'PYTHONHOME']);

/**
 * The variables of an image or of its function, with its paths as they are in its root: of lists each folder, else a value that
 * is as a whole the path of something in the image. Libraries of the image, Python's own among them, are not given to programs of this machine.
 */
export function inRoot(root: string, variables: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(variables).filter(([name]) => !ofItsPrograms.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, valueInRoot(root, name, value)]));
}

function valueInRoot(root: string, name: string, value: string): string {
  if (lists.has(name)) {
    const folders = value.split(':').map((folder) => (folder.startsWith('/') ? path.join(root, folder) : folder));
    return [...folders, ...(name === 'PATH' ? ['/usr/local/bin', '/usr/bin', '/bin'] : [])].join(':');
  }
  const here = path.join(root, value);
  return /^\/./.test(value) && existsSync(here) ? here : value;
}
