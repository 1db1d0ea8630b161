import path from 'node:path';

/** The folder of a key; every key is a good name. */
export function folderOf(key) {
  return encodeURIComponent(key);
}

/** The paths of the input, from the workspace on; `~` is the home. */
export function pathsOf(text) {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.map((line) => path.resolve(process.env.GITHUB_WORKSPACE, line.replace(/^~(?=\/|$)/, process.env.HOME)));
}
