import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { addPath, fail, input, introduce, output, warn } from '../runner.mjs';

introduce('uses the Python that is there');
const found = python();
if (!found) fail('There is no python3 on this machine.');
const wanted = input('python-version');
if (/^3\.\d+/.test(wanted) && !`${found.version}.`.startsWith(`${/^3\.\d+/.exec(wanted)[0]}.`))
  warn(`python-version: ${wanted} is asked for, and Python ${found.version} is used.`);
if (input('update-environment') !== 'false') addPath(named(found.file));
output('python-version', found.version);
output('python-path', found.file);
output('cache-hit', 'false');
console.log(`Python ${found.version}`);

function python() {
  const code = 'import sys; print(sys.executable); print("%d.%d.%d" % sys.version_info[:3])';
  try {
    const [file, version] = execFileSync('python3', ['-c', code], { encoding: 'utf8' }).trim().split('\n');
    return { file, version };
  } catch {
    return undefined;
  }
}

/** A folder in which it is called `python` as well, as it is after the real action. */
function named(file) {
  const folder = path.join(process.env.RUNNER_TEMP, `python-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  for (const name of ['python', 'python3']) symlinkSync(file, path.join(folder, name));
  return folder;
}
