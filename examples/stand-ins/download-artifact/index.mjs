import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fail, flag, given, input, introduce, output } from '../runner.mjs';

introduce('copies what a job of this run left in a folder');
const folder = path.resolve(process.env.GITHUB_WORKSPACE, input('path'));
const all = existsSync(given.artifacts) ? readdirSync(given.artifacts) : [];
const name = input('name');
const pattern = input('pattern');
if (name && !all.includes(name))
  fail(
    `Unable to download artifact(s): Artifact not found for name: ${name}. Please ensure that your artifact is not expired and the artifact was uploaded using a compatible version of toolkit/upload-artifact.`,
  );
const wanted = name ? [name] : all.filter((each) => !pattern || path.matchesGlob(each, pattern));
mkdirSync(folder, { recursive: true });
for (const each of wanted) {
  // Several each have a folder of their own, also where there is but one: https://github.com/actions/download-artifact#outputs
  const target = name || flag('merge-multiple') ? folder : path.join(folder, each);
  cpSync(path.join(given.artifacts, each), target, { recursive: true });
  console.log(`${each} to ${path.relative(process.env.GITHUB_WORKSPACE, target) || '.'}`);
}
output('download-path', folder);
