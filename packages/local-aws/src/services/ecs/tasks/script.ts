/**
 * What the tasks of an image do, by the digest of the image: arranged by the control method `ecs.script`. All times are
 * milliseconds of the local clock, and what is not said is as of a good image.
 */
export interface TaskScript {
  /** Of the image, `sha256:…`. */
  readonly digest: string;
  /** From the end of the pull until the task is RUNNING; 2,000 unless given. */
  readonly startsAfterMs?: number;
  /** From RUNNING until the container's own health check passes; at once unless given, `null` for never. */
  readonly healthyAfterMs?: number | null;
  /** From RUNNING until the program listens, before which connections are refused; at once unless given, `null` for never. */
  readonly listensAfterMs?: number | null;
  /** From RUNNING until an essential container exits by itself. */
  readonly exits?: Exit;
  /** From SIGTERM until the containers have exited; at once unless given, and never longer than the `stopTimeout`. */
  readonly stopsAfterMs?: number;
  /** What it answers to HTTP; 200 with who it is unless given. */
  readonly answers?: Answers;
  /** Percent of what its task has of CPU and memory; 10 of each unless given. */
  readonly load?: Load;
  /** What it prints, in the order of time; nothing unless given. */
  readonly logs?: readonly LogLine[];
}

/** How a container ends by itself. */
export interface Exit {
  readonly afterMs: number;
  readonly code: number;
  /** What Docker adds, such as `OutOfMemoryError: Container killed due to memory usage`. */
  readonly reason?: string;
}

/** How a program answers one request. */
export interface Answer {
  /** 200 unless given. */
  readonly status?: number;
  /** JSON that names image, task and service revision unless given. */
  readonly body?: string;
  /** Milliseconds until the answer is there; none unless given. */
  readonly latencyMs?: number;
  /** The share of requests, from 0 to 1, that are answered with `errorStatus` instead. */
  readonly errorRate?: number;
  /** 500 unless given. */
  readonly errorStatus?: number;
  /** From RUNNING until `errorRate` begins; from the beginning unless given. */
  readonly errorsAfterMs?: number;
}

/** What a program answers, also by path: the first that matches, where `*` at the end of a path stands for all below it. */
export interface Answers extends Answer {
  readonly paths?: Readonly<Record<string, Answer>>;
}

/** How busy a task is, in percent of what it has. */
export interface Load {
  readonly cpu: number;
  readonly memory: number;
}

/** One line that a program prints. */
export interface LogLine {
  /** From RUNNING on. */
  readonly afterMs: number;
  readonly message: string;
}

/** What one task will do: written down when it starts, so that a script that comes later changes nothing of it. */
export interface TaskLife {
  readonly startsAfterMs: number;
  readonly healthyAfterMs: number | undefined;
  /** Undefined where it never listens. */
  readonly listensAfterMs: number | undefined;
  readonly exit: Exit | undefined;
  readonly stopsAfterMs: number;
  readonly answers: Answers;
  readonly load: Load;
  readonly logs: readonly LogLine[];
}

/** What a task of these images will do: the script of the first that has one, else that of a good image. */
export function lifeOf(scripts: ReadonlyMap<string, TaskScript>, digests: readonly string[]): TaskLife {
  const script = digests.map((digest) => scripts.get(digest)).find((each) => each !== undefined);
  const after = (ms: number | null | undefined) => (ms === undefined ? 0 : (ms ?? undefined));
  return {
    startsAfterMs: script?.startsAfterMs ?? 2_000,
    healthyAfterMs: after(script?.healthyAfterMs),
    listensAfterMs: after(script?.listensAfterMs),
    exit: script?.exits,
    stopsAfterMs: script?.stopsAfterMs ?? 0,
    answers: script?.answers ?? {},
    load: script?.load ?? { cpu: 10, memory: 10 },
    logs: script?.logs ?? [],
  };
}

const MEMBERS = [
  'digest',
  'startsAfterMs',
  'healthyAfterMs',
  'listensAfterMs',
  'exits',
  'stopsAfterMs',
  'answers',
  'load',
  'logs',
] satisfies readonly (keyof TaskScript)[];

/** Throws for a script that is misspelt: what it says and nothing reads would be forgotten. */
export function assertScript(script: TaskScript): void {
  const unknown = Object.keys(script).filter((name) => !(MEMBERS as readonly string[]).includes(name));
  if (unknown.length > 0) {
    throw new Error(`a script has no ${unknown.join(', ')}; it has ${MEMBERS.join(', ')}`);
  }
  if (!/^sha256:[0-9a-f]{64}$/.test(script.digest)) throw new Error(`a script is of a digest, not of ${script.digest}`);
  const { answers = {} } = script;
  for (const { errorRate = 0 } of [answers, ...Object.values(answers.paths ?? {})]) {
    if (!(errorRate >= 0 && errorRate <= 1)) throw new Error(`an errorRate is from 0 to 1, not ${errorRate}`);
  }
}
