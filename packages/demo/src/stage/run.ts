import path from 'node:path';
import type { LocalAws } from '@actions-aws/local-aws';
import { startBundle } from '@actions-aws/testing';
import type { Move } from '../story/lanes.ts';
import type { Run } from '../story/story.ts';
import { type LogLine, logLines } from '../workflow/log-lines.ts';
import { root } from './checkout.ts';

/** A step as a runner starts it. */
export interface Job {
  readonly action: string;
  /** Without expressions. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The number of the run; each is a later run of the same workflow. */
  readonly number: number;
  /** The checked-out repository. */
  readonly workspace: string;
  /** What GitHub tells of the event, beside the numbers of the run. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cloud: LocalAws;
  /** Whether it may talk to the cloud, and follows its clock; otherwise it has neither address nor credentials. */
  readonly onAws: boolean;
  readonly onLog: (line: LogLine) => void;
  readonly signal: AbortSignal;
}

/** Longer than any step takes, in milliseconds of the machine's time: one that hangs is a failure, and no mystery. */
const longestMs = 80_000;

/** The access key of a run: the cloud's journal tells by it who called. */
export function accessKeyOf(number: number): string {
  return `AKIARUN${number}`;
}

/** Runs an action from its bundle, with its post step. Rejects when the signal aborts. */
export async function run(job: Job): Promise<Run> {
  const { action, inputs, number, workspace, env, cloud, onAws, onLog, signal } = job;
  signal.throwIfAborted();
  const began = cloud.clock.now();
  let unfinished = '';
  const running = startBundle({
    action: path.join(root, 'actions', action),
    inputs,
    workspace,
    ...(onAws && { cloud, scaleTime: cloud.clock.scale }),
    killAfter: longestMs,
    env: {
      ...env,
      ...(onAws && { AWS_ACCESS_KEY_ID: accessKeyOf(number) }),
      GITHUB_RUN_ID: String(1000 + number),
      GITHUB_RUN_NUMBER: String(number),
    },
    onPrint(text) {
      const lines = `${unfinished}${text}`.split('\n');
      unfinished = lines.pop() ?? '';
      for (const line of lines) for (const shown of logLines(line)) onLog(shown);
    },
  });
  const stop = () => running.kill('SIGKILL');
  signal.addEventListener('abort', stop, { once: true });
  try {
    const { exitCode, outputs, summary, stdout, stderr, state, post } = await running.ended;
    signal.throwIfAborted();
    const after = Object.keys(state).length > 0 ? await post() : undefined;
    return {
      // Nothing but a signal leaves no exit code, and a signal is no success.
      exitCode: exitCode ?? 1,
      outputs,
      summary: summary + (after?.summary ?? ''),
      log: stdout + stderr + (after ? after.stdout + after.stderr : ''),
      began,
      ended: cloud.clock.now(),
      moves: onAws ? await movesBy(accessKeyOf(number), cloud) : [],
    };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

interface AliasInput {
  readonly FunctionName: string;
  readonly Name: string;
  readonly RoutingConfig?: { readonly AdditionalVersionWeights?: Readonly<Record<string, number>> };
}

/** What a caller wrote to the aliases that users follow, as the cloud's journal has it. */
async function movesBy(accessKeyId: string, cloud: LocalAws): Promise<Move[]> {
  const journal = await cloud.control.journal();
  return journal.flatMap((entry): Move[] => {
    if (entry.accessKeyId !== accessKeyId || !entry.effect || !/^(Create|Update)Alias$/.test(entry.operation))
      return [];
    const { FunctionName, Name, RoutingConfig } = entry.input as AliasInput;
    if (Name !== 'live') return [];
    const [aside = 0] = Object.values(RoutingConfig?.AdditionalVersionWeights ?? {});
    return [{ functionName: FunctionName, at: entry.time, aside }];
  });
}
