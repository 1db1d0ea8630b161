import { createHash } from 'node:crypto';
import { cpSync, existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail, flag, given, input, introduce, output, warn } from '../runner.mjs';

introduce('copies files to a folder of the run');
const name = input('name');
// https://github.com/actions/toolkit/tree/main/packages/artifact: the characters that a name must not have.
if (name === '' || /[":<>|*?\r\n\\/]/.test(name)) fail(`name: ${JSON.stringify(name)} is not a name of an artifact.`);
const workspace = process.env.GITHUB_WORKSPACE;
const lines = input('path')
  .split('\n')
  .map((line) => line.trim())
  .filter(Boolean);
const left = new Set(lines.filter((line) => line.startsWith('!')).flatMap((line) => matching(line.slice(1))));
const files = [...new Set(lines.filter((line) => !line.startsWith('!')).flatMap(matching))]
  .filter((file) => !left.has(file) && (flag('include-hidden-files') || !hidden(file)))
  .sort();

if (files.length === 0) {
  const message = `No files were found with the provided path: ${lines.join(', ')}. No artifacts will be uploaded.`;
  const whenNone = input('if-no-files-found');
  if (whenNone === 'error') fail(message);
  if (whenNone !== 'ignore') warn(message);
} else upload();

function upload() {
  const target = path.join(given.artifacts, name);
  if (existsSync(target)) {
    if (!flag('overwrite'))
      fail(
        `Failed to CreateArtifact: Received non-retryable error: Conflict: an artifact with the name ${name} already exists on the workflow run`,
      );
    rmSync(target, { recursive: true });
  }
  const root = rootOf(files);
  const hash = createHash('sha256');
  for (const file of files) {
    const relative = path.relative(root, file);
    mkdirSync(path.dirname(path.join(target, relative)), { recursive: true });
    // The zip of the real one keeps no permissions: https://github.com/actions/upload-artifact#permission-loss
    cpSync(file, path.join(target, relative));
    hash.update(`${relative}\0`).update(readFileSync(file));
  }
  output('artifact-id', String(readdirSync(given.artifacts).length));
  output('artifact-url', pathToFileURL(target).href);
  output('artifact-digest', hash.digest('hex'));
  console.log(`${name}: ${files.length} files`);
}

/** Files below a path or pattern. */
function matching(pattern) {
  const found = /[*?[{]/.test(pattern) ? globSync(pattern, { cwd: workspace }) : [pattern];
  return found.flatMap((each) => within(path.resolve(workspace, each)));
}

function within(file) {
  if (!existsSync(file)) return [];
  if (!statSync(file).isDirectory()) return [file];
  return readdirSync(file).flatMap((entry) => within(path.join(file, entry)));
}

function hidden(file) {
  return path
    .relative(workspace, file)
    .split(path.sep)
    .some((each) => each !== '..' && each.startsWith('.'));
}

/** Of one folder its content; of several paths what lies below the folder that they have in common. */
function rootOf(all) {
  const only = lines.filter((line) => !line.startsWith('!'));
  const single = path.resolve(workspace, only[0]);
  if (only.length === 1 && existsSync(single)) return statSync(single).isDirectory() ? single : path.dirname(single);
  const folders = all.map((file) => path.dirname(file).split(path.sep));
  const shared = folders[0].filter((each, index) =>
    folders.every(
      (folder) => folder[index] === each && folder.slice(0, index).join() === folders[0].slice(0, index).join(),
    ),
  );
  return shared.join(path.sep) || path.sep;
}
