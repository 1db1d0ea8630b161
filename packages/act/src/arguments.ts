import path from 'node:path';
import { parseArgs } from 'node:util';

/** What a person asked for; paths are absolute. */
export interface Asked {
  readonly folder: string;
  readonly event: string;
  /** What infrastructure code and the repository's settings would have made. */
  readonly setup?: string;
  /** Where runs are kept from one command to the next; forgotten unless given. */
  readonly state?: string;
  /** The tree that our own actions are taken from; built unless given. */
  readonly tree?: string;
  /** `OWNER/NAME@REF` of a repository of the user's own with our actions. */
  readonly refs?: string;
  readonly report: string;
  /** How many times faster than the machine's the clocks of cloud and actions run. */
  readonly scale: number;
  /** Workflow files, by name; all that the event starts unless given. */
  readonly workflows: readonly string[];
  /** `name=value` of a `workflow_dispatch`. */
  readonly inputs: readonly string[];
  readonly actor: string;
  /** The tag that is pushed, or released. */
  readonly tag?: string;
  /** Who has the fork that a pull request is from. */
  readonly fork?: string;
}

/** Said when the arguments are not understood. */
export const usage = `usage: npm run act -- FOLDER [EVENT] [options]

  FOLDER            a repository, with .github/workflows in it; nothing is written there
  EVENT             push unless given; pull_request, workflow_dispatch, merge_group, release, schedule

  --workflow FILE   only this file of .github/workflows; may be given several times
  --tag NAME        what is pushed or released is this tag; made on what is checked out where there is none
  --fork OWNER      the pull request is from OWNER's fork: its tokens may only read, and it gets no secrets
  --input NAME=VALUE  an input of workflow_dispatch; may be given several times
  --setup FILE      what there is before the run: roles, functions, variables (FOLDER/act-setup.yml if it is there)
  --state DIR       keeps runs, their numbers and conclusions, for later runs
  --tree DIR        the tree that org/actions stands for, at any ref; built unless given
  --refs OWNER/NAME@REF  your own repository with our actions; the tree stands for that one too
  --report FILE     where the report goes; report.html unless given
  --actor NAME      who pushed; octocat unless given
  --time-scale N    how many times faster than yours the clock of cloud and actions runs: 10 unless given
  --real-time       as --time-scale 1`;

/**
 * Reads the command line.
 *
 * @param from the folder that relative paths start at.
 * @throws when it is not understood.
 */
export function readArguments(argv: readonly string[], from: string): Asked {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      workflow: { type: 'string', multiple: true, default: [] },
      input: { type: 'string', multiple: true, default: [] },
      tag: { type: 'string' },
      fork: { type: 'string' },
      setup: { type: 'string' },
      state: { type: 'string' },
      tree: { type: 'string' },
      refs: { type: 'string' },
      report: { type: 'string', default: 'report.html' },
      actor: { type: 'string', default: 'octocat' },
      'time-scale': { type: 'string', default: '10' },
      'real-time': { type: 'boolean', default: false },
    },
  });
  const [folder, event = 'push', ...rest] = positionals;
  if (folder === undefined) throw new Error('FOLDER is missing: the repository whose workflows run.');
  if (rest.length > 0) throw new Error(`There is one FOLDER and one EVENT, and no ${rest.join(' ')}.`);
  const malformed = values.input.find((each) => !/^[^=]+=/.test(each));
  if (malformed !== undefined) throw new Error(`--input ${malformed} is not NAME=VALUE.`);
  if (values.tag !== undefined && !['push', 'release'].includes(event))
    throw new Error(`--tag ${values.tag} is for push and release, and not for ${event}.`);
  if (values.fork !== undefined && event !== 'pull_request')
    throw new Error(`--fork ${values.fork} is for pull_request, and not for ${event}.`);
  if (values.fork !== undefined && !/^[\w-]+$/.test(values.fork))
    throw new Error(`--fork ${values.fork} is no name of an owner.`);
  if (values.refs !== undefined && !/^[\w.-]+\/[\w.-]+(@\S+)?$/.test(values.refs))
    throw new Error(`--refs ${values.refs} is not OWNER/NAME@REF.`);
  const scale = values['real-time'] ? 1 : Number(values['time-scale']);
  if (!(scale >= 1 && scale <= 100))
    throw new Error(`--time-scale ${values['time-scale']} is not a number from 1 to 100.`);
  const absolute = (file: string) => path.resolve(from, file);
  return {
    folder: absolute(folder),
    event,
    ...(values.setup !== undefined && { setup: absolute(values.setup) }),
    ...(values.state !== undefined && { state: absolute(values.state) }),
    ...(values.refs !== undefined && { refs: values.refs.includes('@') ? values.refs : `${values.refs}@v1` }),
    ...(values.tree !== undefined && { tree: absolute(values.tree) }),
    report: absolute(values.report),
    scale,
    workflows: values.workflow.map((file) => path.basename(file)),
    inputs: values.input,
    actor: values.actor,
    ...(values.tag !== undefined && { tag: values.tag }),
    ...(values.fork !== undefined && { fork: values.fork }),
  };
}
