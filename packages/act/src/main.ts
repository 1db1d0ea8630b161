import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { type Asked, readArguments, usage } from './arguments.ts';
import type { EndedEvent } from './ended.ts';
import { liveLog } from './live.ts';
import { findAct } from './program.ts';
import { isGreen, page } from './report.ts';
import { startSession } from './session.ts';
import { readSetup, type Setup } from './setup/setup.ts';
import { buildTree, ownRepository } from './tree.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const write = (text: string) => void process.stdout.write(text);

const interrupted = new AbortController();
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
  process.once(signal, () => {
    process.exitCode = code;
    interrupted.abort();
  });
}

/** Runs what one event starts in a folder, and writes the report. */
async function main(asked: Asked): Promise<void> {
  const began = Date.now();
  if (!existsSync(path.join(asked.folder, '.github/workflows')))
    throw new Error(`${asked.folder} has no .github/workflows: give the folder of a repository that has workflows.`);
  const program = await findAct(process.env);
  const setup = await readSetup(asked.folder, asked.setup);
  const built = await mkdtemp(path.join(tmpdir(), 'act-tree-'));
  try {
    const log = liveLog({ write, colours: process.stdout.isTTY && !process.env.NO_COLOR });
    const tree = asked.tree ?? path.join(built, 'tree');
    if (!asked.tree) await buildTree(root, tree, asked.refs);
    const own = [...new Set([ownRepository, ...(asked.refs?.split('@').slice(0, 1) ?? [])])];
    log.fact('tree', `${own.join(' and ')}: ${asked.tree ?? 'what is built from here'}`);
    const session = await startSession({
      program,
      folder: asked.folder,
      tree,
      own,
      setup,
      ...(asked.state && { stateFolder: asked.state }),
      standInsFolder: path.join(root, 'examples/stand-ins'),
      nodeFolder: path.dirname(process.execPath),
      scale: asked.scale,
      signal: interrupted.signal,
      hears: log,
    });
    try {
      log.fact('setup', described(setup));
      log.fact(
        'cloud',
        `${session.cloud.endpoint}, its clock ${asked.scale === 1 ? 'as fast as' : `${asked.scale} times as fast as`} yours`,
      );
      log.fact('GitHub', `${session.github.endpoint}, ${setup.repository}`);
      const inputs = Object.fromEntries(
        asked.inputs.map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]),
      );
      const event = {
        name: asked.event,
        actor: asked.actor,
        inputs,
        ...(asked.tag !== undefined && { tag: asked.tag }),
        ...(asked.fork !== undefined && { fork: asked.fork }),
      };
      const ended = await session.happens(event, asked.workflows);
      await session.users.leave();
      const told = {
        folder: path.basename(asked.folder),
        events: [ended],
        visits: session.users.visits,
        scale: asked.scale,
        tookMs: Date.now() - began,
      };
      await mkdir(path.dirname(asked.report), { recursive: true });
      await writeFile(asked.report, session.masks.hide(page(told)));
      conclude(ended, asked.report);
    } finally {
      await session.stop();
    }
  } finally {
    await rm(built, { recursive: true, force: true });
  }
}

/** What there is: an empty cloud is the first thing that a person wonders about. */
function described({ roles, functions, repositories, sites }: Setup): string {
  const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name).join(', ') || 'none';
  const where =
    roles.length + functions.length + repositories.length + sites.length > 0
      ? ''
      : '; act-setup.yml of the folder, or --setup FILE, makes them';
  const images = repositories.length > 0 ? `; repositories: ${names(repositories)}` : '';
  const buckets = sites.map(({ bucket, test, app }) => `; sites: ${test} and ${app} on ${bucket}`).join('');
  return `roles: ${names(roles)}; functions: ${names(functions)}${images}${buckets}${where}`;
}

function conclude(ended: EndedEvent, report: string): void {
  const problems = [...ended.refused, ...ended.runs.flatMap((each) => each.problems)];
  write('\n');
  for (const { where, message } of problems) write(`✗ ${where}: ${message}\n`);
  for (const { run } of ended.runs) write(`${run.workflowName} #${run.number}: ${run.conclusion}\n`);
  const green = isGreen([ended]);
  write(`${green ? 'Green' : 'Red'}. Jobs, steps, logs, and what is not as on GitHub: ${report}\n`);
  if (!green) process.exitCode = 1;
}

try {
  await main(readArguments(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd()));
} catch (error) {
  const { message, code } = error as Error & { code?: unknown };
  const isArgument =
    String(code).startsWith('ERR_PARSE_ARGS') ||
    /^(FOLDER|There is one|--input|--time|--tag|--fork|--refs)/.test(message);
  if (interrupted.signal.aborted) process.stderr.write('\nInterrupted: everything that was started has ended.\n');
  else {
    process.stderr.write(`${message}\n${isArgument ? `${usage}\n` : ''}`);
    process.exitCode = 1;
  }
}
