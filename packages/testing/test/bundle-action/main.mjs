import { appendFileSync, existsSync, readdirSync } from 'node:fs';
import process from 'node:process';

const { env } = process;
const { GITHUB_OUTPUT, GITHUB_STATE, GITHUB_STEP_SUMMARY, INPUT_MODE } = env;
const seen = {
  inputs: Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('INPUT_'))),
  aws: Object.keys(env).filter((name) => name.startsWith('AWS_')),
  names: Object.keys(env),
  home: readdirSync(env.HOME).filter((name) => !name.startsWith('_')),
  workspace: existsSync(env.GITHUB_WORKSPACE),
  state: env.STATE_begun,
  year: new Date().getUTCFullYear(),
};
process.stdout.write('::error title=A%2C b::wrong%3A 100%25%0Asecond line\n');
appendFileSync(GITHUB_OUTPUT, `seen<<end\n${JSON.stringify(seen)}\nend\nlines<<end\none\n\ntwo=2\nend\nplain=a=b\n`);
appendFileSync(GITHUB_STATE, 'begun=true\n');
appendFileSync(GITHUB_STEP_SUMMARY, '## Done\n');
if (INPUT_MODE === 'fail') process.exitCode = 3;
if (INPUT_MODE === 'stay' || INPUT_MODE === 'refuse') {
  const staying = setInterval(() => {}, 1_000);
  process.on('SIGTERM', () => INPUT_MODE === 'stay' && clearInterval(staying));
  process.stdout.write('ready\n');
}
