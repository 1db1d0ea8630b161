import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { lintWithLocalActions, workflowFiles } from './actionlint.ts';
import type { Check } from './checks.ts';

const zizmorOptions = ['--offline', '--no-progress', '--config', '.github/zizmor.yml'];

/**
 * What the extended run needs beyond Node, npm and git, and what it does with the linters of workflows. `.ci/run` installs
 * the tools and puts them first on the PATH. A tool that is not there fails: it is never skipped.
 */
export const tools: readonly Check[] = [
  { name: 'AWS CLI', run: () => present('aws', ['--version']) },
  { name: 'boto3', run: () => present('python3', ['-c', 'import boto3; print("boto3", boto3.__version__)']) },
  { name: 'act', run: () => present('act', ['--version']) },
  { name: 'crane', run: () => present('crane', ['version']) },
  { name: 'skopeo', run: () => present('skopeo', ['--version']) },
  { name: 'rclone', run: () => present('rclone', ['version']) },
  {
    name: 'terraform fmt on the examples',
    run: (root) => complaints(root, 'terraform', ['fmt', '-check', '-diff', '-recursive', 'examples']),
  },
  {
    name: 'actionlint on our workflows and the examples’',
    run: (root) => complaints(root, 'actionlint', workflowFiles(root)),
  },
  {
    name: 'actionlint on a copy of them beside our actions, whose inputs it then knows',
    run: (root) => lintWithLocalActions(root, (copy) => complaints(copy, 'actionlint', [])),
  },
  {
    name: 'zizmor on .github, pedantic',
    run: (root) => complaints(root, 'zizmor', [...zizmorOptions, '--pedantic', '.github']),
  },
  {
    name: 'zizmor on the examples and action.yml files',
    run: (root) => complaints(root, 'zizmor', [...zizmorOptions, 'actions', 'examples']),
  },
];

async function present(program: string, args: readonly string[]): Promise<string> {
  const { said, failed } = await run(program, args);
  if (!failed) console.log(said);
  return failed ? said : '';
}

async function complaints(root: string, program: string, args: readonly string[]): Promise<string> {
  const { said, failed } = await run(program, args, root);
  return failed ? said : '';
}

async function run(program: string, args: readonly string[], cwd?: string): Promise<{ said: string; failed: boolean }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, { cwd });
    return { said: `${stdout}${stderr}`.trim(), failed: false };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (code === 'ENOENT') return { said: `${program} was not found; .ci/run installs what is needed.`, failed: true };
    return { said: `${stdout}${stderr}`.trim() || String(error), failed: true };
  }
}
