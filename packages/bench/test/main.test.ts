import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

const main = join(import.meta.dirname, '../src/main.ts');

test('a benchmark that there is not is one clear error, which names those there are', async () => {
  const failed = await promisify(execFile)(process.execPath, [main, 'lamda', '--json']).catch((error) => error);
  expect(failed).toMatchObject({ code: 1, stdout: '' });
  expect(failed.stderr).toMatch(/^There is no benchmark "lamda"\. There is:\n {2}npm run bench -- lambda /);
  expect(failed.stderr).not.toContain('    at ');
});
