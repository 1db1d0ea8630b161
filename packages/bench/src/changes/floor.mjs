// The least that an action can do: Node starts git, which compares, and what it says is dropped.
import { spawn } from 'node:child_process';
import process from 'node:process';

const [before, after] = process.argv.slice(2);
const git = spawn('git', ['diff-tree', '-r', '-z', '--raw', before, after], { stdio: ['ignore', 'ignore', 'inherit'] });
git.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
