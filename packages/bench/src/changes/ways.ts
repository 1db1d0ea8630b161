import { readFileSync } from 'node:fs';
import path from 'node:path';
import { environmentOf, parseManifest } from '@actions-aws/testing';
import type { NotMeasured } from '../figure.ts';
import type { Program, Run } from '../node-program.ts';
import { peerFolder } from '../peers.ts';
import { root } from '../root.ts';
import { ANSWERS, FILTERS } from './filters.ts';
import type { Pushed } from './repository.ts';

/** A way to find out what a push changed. */
export interface Way {
  /** As the figures call it. */
  readonly name: string;
  /** What to run for a repository. */
  programFor(repository: Pushed): Program;
  /** Fails when a run did not answer rightly: such a run is no figure. */
  check(run: Run, repository: Pushed): void;
}

/** Our action, as it ships. */
export const detectChanges: Way = {
  ...step(path.join(root, 'actions/detect-changes'), { filters: FILTERS }, (outputs, name) => outputs[name]),
  name: 'detect-changes',
};

/** https://github.com/dorny/paths-filter */
export function pathsFilter(env: Readonly<Record<string, string | undefined>>): Way | NotMeasured {
  // Without a base it asks GitHub for the default branch, and with a token for the files of a pull request.
  const inputs = { filters: FILTERS, base: 'main' };
  return peer('paths-filter', env, inputs, (outputs, name) => outputs[name]);
}

/** https://github.com/tj-actions/changed-files */
export function changedFiles(env: Readonly<Record<string, string | undefined>>): Way | NotMeasured {
  return peer('changed-files', env, { files_yaml: FILTERS }, (outputs, name) => outputs[`${name}_any_changed`]);
}

/** What no action can do without: Node starts, and has git compare. */
export const floor: Way = {
  name: 'Node that only starts git',
  programFor: ({ folder, before, after }) => ({
    args: [path.join(import.meta.dirname, 'floor.mjs'), before, after],
    folder,
    env: {},
  }),
  check: () => undefined,
};

type Answer = (outputs: Run['outputs'], filter: string) => string | undefined;

function peer(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  inputs: Readonly<Record<string, string>>,
  answer: Answer,
): Way | NotMeasured {
  const folder = peerFolder(name, env);
  return typeof folder === 'string' ? { ...step(folder, inputs, answer), name } : folder;
}

/** A step of a workflow that was started by a push. GitHub's API is nowhere. */
function step(action: string, given: Readonly<Record<string, string>>, answer: Answer): Omit<Way, 'name'> {
  return {
    programFor({ folder, event, after }) {
      const manifest = parseManifest(readFileSync(path.join(action, 'action.yml'), 'utf8'));
      // What is an expression, such as the token, is empty.
      const expressions = Object.entries(manifest.inputs ?? {}).filter(([, input]) => input.default?.includes('${{'));
      const inputs = { ...Object.fromEntries(expressions.map(([name]) => [name, ''])), ...given };
      const env = {
        GITHUB_API_URL: 'http://127.0.0.1:9',
        GITHUB_EVENT_PATH: event,
        GITHUB_REF_NAME: 'main',
        GITHUB_REPOSITORY: 'org/repo',
        GITHUB_SHA: after,
      };
      return {
        args: [path.join(action, manifest.runs?.main ?? 'dist/index.js')],
        folder,
        env: environmentOf({ action, workspace: folder, inputs, env }),
      };
    },
    check({ outputs }, { changed, files }) {
      const answers = Object.fromEntries(Object.keys(ANSWERS).map((name) => [name, answer(outputs, name) === 'true']));
      const wrong = Object.keys(ANSWERS).filter((name) => answers[name] !== ANSWERS[name]);
      if (wrong.length > 0) throw new Error(`${action}, ${changed} of ${files} files: wrong about ${wrong.join(', ')}`);
    },
  };
}
