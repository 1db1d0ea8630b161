import { drawn } from '../../../kernel/drawn.ts';
import type { Answer, Answers, TaskLife } from './script.ts';

/** A task, as far as its answers depend on it. */
export interface AnsweringTask {
  readonly id: string;
  /** Digest of the image that answers. */
  readonly image: string;
  /** Id of the service revision. */
  readonly revision: string;
  readonly life: TaskLife;
  /** When it was RUNNING, and when its containers were ended; undefined where that is not so yet. */
  readonly started: number | undefined;
  readonly ended: number | undefined;
}

/** A request, as it arrives at a task. */
export interface TaskRequest {
  /** With its query. */
  readonly path: string;
  readonly at: number;
  /** Tells requests of the same moment apart. */
  readonly nth: number;
}

/** What comes of it; `steadyUntil` says how long it is sure to be the same for the same path. */
export type TaskReply =
  | { readonly kind: 'refused'; readonly steadyUntil: number }
  | { readonly kind: 'broken'; readonly tookMs: number }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly tookMs: number;
      readonly steadyUntil?: number;
    };

/** What a task does with a request: of its script, the seed, its start and the request alone, so that nothing has to run. */
export function replyOf(task: AnsweringTask, { path, at, nth }: TaskRequest, seed: number): TaskReply {
  const { started = Number.POSITIVE_INFINITY, ended = Number.POSITIVE_INFINITY, life } = task;
  const listens = started + (life.listensAfterMs ?? Number.POSITIVE_INFINITY);
  const exits = Math.min(ended, started + (life.exit?.afterMs ?? Number.POSITIVE_INFINITY));
  if (at < listens || at >= exits)
    return { kind: 'refused', steadyUntil: at < exits ? Math.min(listens, exits) : Number.POSITIVE_INFINITY };
  const answer = answerTo(life.answers, path);
  const { errorRate = 0, errorsAfterMs = 0, latencyMs: tookMs = 0 } = answer;
  // Its program ends while it is at it.
  if (at + tookMs >= exits) return { kind: 'broken', tookMs: exits - at };
  const errs = at >= started + errorsAfterMs && drawn(seed, `${task.id} ${path} ${at} ${nth}`) < errorRate;
  const isDrawn = errorRate > 0 && errorRate < 1 && at >= started + errorsAfterMs;
  const begins = errorRate > 0 && at < started + errorsAfterMs ? started + errorsAfterMs : Number.POSITIVE_INFINITY;
  const status = errs ? (answer.errorStatus ?? 500) : (answer.status ?? 200);
  const own = JSON.stringify({ image: task.image, task: task.id, revision: task.revision });
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': answer.body === undefined ? 'application/json' : 'text/plain; charset=utf-8' },
    body: answer.body ?? own,
    tookMs,
    ...(!isDrawn && { steadyUntil: Math.min(exits - tookMs, begins) }),
  };
}

/** What is said of a path, before what is said of all. */
function answerTo({ paths = {}, ...all }: Answers, asked: string): Answer {
  const [path = ''] = asked.split('?');
  const named = Object.entries(paths).find(([name]) =>
    name.endsWith('*') ? path.startsWith(name.slice(0, -1)) : path === name,
  );
  return named ? { ...all, ...named[1] } : all;
}
