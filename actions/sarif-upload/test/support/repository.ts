import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSummary, failureOf, outputSheet, readInputs, reasonOf, recordingLog } from '@actions-aws/action';
import { environmentOf } from '@actions-aws/testing';
import type { Log, Result, Run } from 'sarif';
import { inputs, outputs } from '../../src/inputs/inputs.ts';
import { main } from '../../src/wiring.ts';
import type { UploadWorld } from './world.ts';

const action = fileURLToPath(new URL('../..', import.meta.url));

/** How a step in this process ended. */
export interface Ended {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly log: string;
  readonly warnings: readonly string[];
  /** Why it is red; empty where it is not. */
  readonly failure: string;
}

/** What a step is given besides its reports. */
export interface Given {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** The commit; that of the last push unless given. */
  readonly sha?: string;
  readonly signal?: AbortSignal;
}

/** The repository of a world, and what its Security tab shows. */
export interface Repository {
  /** Files as they are from now on; nothing for one that goes. Of the last push, unless a branch is given. */
  push(files: Readonly<Record<string, string | undefined>>): string;
  /** Uploads reports, of which each is the text of a file or SARIF, as a workflow step does. */
  upload(reports: Readonly<Record<string, Log | string>>, given?: Given): Promise<Ended>;
  /** Alerts of a ref, such as `open no-eval src/app.js:3`, in the order in which they came. */
  alerts(ref?: string): Promise<readonly string[]>;
}

/** The repository of a world. */
export function repositoryIn(world: UploadWorld): Repository {
  let { sha } = world;
  return {
    push(files) {
      sha = world.history.commit('main', files);
      for (const [name, content] of Object.entries(files)) {
        const file = join(world.workspace, name);
        mkdirSync(dirname(file), { recursive: true });
        if (content === undefined) rmSync(file);
        else writeFileSync(file, content);
      }
      return sha;
    },
    upload(reports, given = {}) {
      const folder = mkdtempSync(join(world.temp, 'reports-'));
      for (const [name, report] of Object.entries(reports))
        writeFileSync(join(folder, name), typeof report === 'string' ? report : JSON.stringify(report));
      return run(
        world,
        {
          sarif: Object.keys(reports)
            .map((name) => join(folder, name))
            .join('\n'),
        },
        { sha, ...given },
      );
    },
    async alerts(ref = 'refs/heads/main') {
      const path = `/repos/octo/search/code-scanning/alerts?per_page=100&direction=asc&ref=${encodeURIComponent(ref)}`;
      const headers = { authorization: `Bearer ${world.local.token}` };
      const answer = await fetch(`${world.local.endpoint}${path}`, { headers });
      if (answer.status === 404) return [];
      const all = (await answer.json()) as readonly Alert[];
      return all.map(
        ({ state, rule, most_recent_instance: { location } }) =>
          `${state} ${rule.id} ${location.path}:${location.start_line}`,
      );
    },
  };
}

interface Alert {
  readonly state: string;
  readonly rule: { readonly id: string };
  readonly most_recent_instance: { readonly location: { readonly path: string; readonly start_line: number } };
}

async function run(world: UploadWorld, sarif: { readonly sarif: string }, given: Given): Promise<Ended> {
  const [log, sheet, summary] = [recordingLog(), outputSheet(outputs), createSummary()];
  const failures: unknown[] = [];
  const env = environmentOf({
    action,
    workspace: world.workspace,
    inputs: { ...sarif, token: world.local.token, ...given.inputs },
    env: {
      GITHUB_API_URL: world.local.endpoint,
      GITHUB_EVENT_NAME: 'push',
      GITHUB_EVENT_PATH: '',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_REPOSITORY: 'octo/search',
      GITHUB_SHA: given.sha ?? '',
      RUNNER_TEMP: world.temp,
      ...given.env,
    },
  });
  const { signal = new AbortController().signal } = given;
  try {
    const read = await readInputs(inputs, env);
    const state = { save() {}, read: () => '' };
    const fail = (error: unknown) => failures.push(error);
    await main({ inputs: read, log, outputs: sheet, summary, signal, state, clock: world.clock, env, fail });
  } catch (thrown) {
    failures.push(reasonOf(thrown, signal));
  }
  return {
    outputs: Object.fromEntries(sheet.values),
    summary: summary.toString(),
    log: log.text(),
    warnings: log.lines.filter(({ kind }) => kind === 'warning').map(({ message }) => message),
    failure: failures.map((one) => failureOf(one).annotation).join('\n'),
  };
}

/** A report of one run by a tool. */
export function report(tool: string, results: readonly Result[], given: Partial<Run> = {}): Log {
  return { version: '2.1.0', runs: [{ tool: { driver: { name: tool } }, results: [...results], ...given }] };
}

/** A result at a line of a file. */
export function at(ruleId: string, path: string, line: number, given: Partial<Result> = {}): Result {
  const physicalLocation = { artifactLocation: { uri: path }, region: { startLine: line } };
  return { ruleId, message: { text: `${ruleId} here` }, locations: [{ physicalLocation }], ...given };
}
