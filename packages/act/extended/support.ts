import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EndedEvent } from '../src/ended.ts';
import { findAct } from '../src/program.ts';
import { type Session, startSession } from '../src/session.ts';
import { setupOf } from '../src/setup/setup.ts';
import { ownRepository } from '../src/tree.ts';
import { type Files, repositoryAt } from '../test/support/repositories.ts';

const root = path.resolve(import.meta.dirname, '../../..');

const folders: string[] = [];

/** Removes what `scratchFolder` has made: what uses it registers this with `afterAll`. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A folder that is there until `removeFolders` is called. */
export function scratchFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'act-test-'));
  folders.push(folder);
  return folder;
}

/** A repository of its own, with these files in its only commit, until the tests of the file are over. */
export function repositoryOf(files: Files): string {
  return repositoryAt(scratchFolder(), files);
}

/** What a session heard, as text. */
export interface Ran {
  readonly ended: EndedEvent;
  /** What is said of the event beside the log. */
  readonly facts: readonly string[];
  /** Problems of all runs, and those for which nothing was started. */
  readonly problems: readonly string[];
  /** By job and step. */
  log(job: string): string;
  conclusion(job: string): string;
}

/** Runs what an event starts in a folder with these workflows, on an empty tree. */
export async function runIn(
  folder: string,
  given: {
    readonly setup?: object;
    readonly event?: string;
    readonly inputs?: Record<string, string>;
    readonly tag?: string;
    readonly tree?: string;
    readonly own?: readonly string[];
    readonly state?: string;
  } = {},
): Promise<Ran> {
  const tree = given.tree ?? scratchFolder();
  const facts: string[] = [];
  let session: Session | undefined;
  try {
    session = await startSession({
      program: await findAct(process.env),
      folder,
      tree,
      own: given.own ?? [ownRepository],
      setup: setupOf({ repository: 'octo/search', ...given.setup }, 'search'),
      ...(given.state && { stateFolder: given.state }),
      standInsFolder: path.join(root, 'examples/stand-ins'),
      nodeFolder: path.dirname(process.execPath),
      scale: 10,
      signal: new AbortController().signal,
      hears: { fact: (_, text) => void facts.push(text), begins() {}, line() {} },
    });
    const event = { name: given.event ?? 'push', actor: 'mona', inputs: given.inputs ?? {} };
    const ended = await session.happens({ ...event, ...(given.tag && { tag: given.tag }) }, []);
    return described(ended, facts);
  } finally {
    await session?.stop();
  }
}

function described(ended: EndedEvent, facts: readonly string[]): Ran {
  const jobs = ended.runs.flatMap(({ record }) => record.jobs);
  const judged = ended.runs.flatMap((run) => run.judged);
  return {
    ended,
    facts,
    problems: [...ended.refused, ...ended.runs.flatMap(({ problems }) => problems)].map(({ message }) => message),
    log: (id) =>
      jobs
        .filter((job) => job.id === id)
        .flatMap(({ steps }) => steps.flatMap(({ log }) => log))
        .join('\n'),
    conclusion: (id) => judged.find((each) => each.id === id)?.act ?? 'unknown',
  };
}

/** Runs a repository with one workflow. */
export async function runWorkflow(
  jobs: string,
  given: Parameters<typeof runIn>[1] & { readonly files?: Files; readonly on?: string } = {},
): Promise<Ran> {
  const text = `name: test\non: ${given.on ?? 'push'}\njobs:\n${jobs.replace(/^/gm, '  ')}\n`;
  return runIn(repositoryOf({ '.github/workflows/test.yml': text, ...given.files }), given);
}
