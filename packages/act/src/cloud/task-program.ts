import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { freePort } from '@actions-aws/testing/http';
import type { StartOfImage } from './image-files.ts';

/** What tasks of an image do, as `ecs.script` of the local cloud's control API has it, without the digest. */
export interface Script {
  readonly answers?: Answered & { readonly paths: Readonly<Record<string, Answered>> };
  readonly exits?: { readonly afterMs: number; readonly code: number };
  readonly logs: readonly { readonly afterMs: number; readonly message: string }[];
}

interface Answered {
  readonly status: number;
  readonly body: string;
}

/** For how long a program is waited for that neither listens nor ends, in milliseconds. */
const patienceMs = 10_000;

/** Of what it prints that many lines are kept. */
const mostLines = 20;

/**
 * Starts the program of an image, which is below `folder`, asks it for paths, and ends it: so the tasks of the local cloud, which run
 * nothing, answer what the program does. Rejects where it is no Node program: there is no base image here, and no other one.
 */
export async function scriptOf(
  { command, workingDir, env }: StartOfImage,
  folder: string,
  paths: readonly string[],
  nodeFolder: string,
): Promise<Script> {
  const [program = '', ...args] = command;
  if (path.basename(program) !== 'node')
    throw new Error(`tasks run \`node …\` here, and the image starts \`${command.join(' ')}\``);
  const port = await freePort();
  const lines: string[] = [];
  const child = spawn(path.join(nodeFolder, 'node'), args, {
    cwd: path.join(folder, path.posix.join('/', workingDir)),
    env: { ...Object.fromEntries(env.map((each) => each.split(/=(.*)/s))), PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => lines.push(...text.split('\n').filter(Boolean)));
  const ended = once(child, 'close');
  try {
    const listens = await listening(child, port);
    const answers = listens && (await asked(port, paths));
    const logs = () => lines.slice(0, mostLines).map((message) => ({ afterMs: 0, message }));
    if (answers) return { answers, logs: logs() };
    if (child.exitCode === null) throw new Error(`the program did not listen at PORT within ${patienceMs / 1000} s`);
    await ended;
    return { exits: { afterMs: 1_000, code: child.exitCode }, logs: logs() };
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

async function asked(port: number, paths: readonly string[]): Promise<NonNullable<Script['answers']>> {
  const ask = async (where: string): Promise<Answered> => {
    const answer = await fetch(`http://127.0.0.1:${port}${where}`);
    return { status: answer.status, body: await answer.text() };
  };
  const found: [string, Answered][] = [];
  for (const where of paths) found.push([where, await ask(where)]);
  return { ...(await ask('/')), paths: Object.fromEntries(found) };
}

/** Whether it listens before it ends and before patience does. */
async function listening(child: ChildProcess, port: number): Promise<boolean> {
  const until = Date.now() + patienceMs;
  while (child.exitCode === null && Date.now() < until) {
    const answered = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answered) {
      await answered.arrayBuffer();
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return false;
}
