import * as core from '@actions/core';
import { inert } from './inert.ts';

/** What an annotation may carry beside its message. */
export interface Annotation {
  /** Heading of the annotation in the run's page. */
  readonly title?: string;
  /** File of the repository that it is about, by its path in the checkout; GitHub shows it beside the line there. */
  readonly file?: string;
  readonly startLine?: number;
}

/**
 * The step's log. Every method makes its text inert first, so text from outside may be passed as it is.
 * Annotations (`notice`, `warning`, `error`) are for what a person must change, one per problem: the runner keeps ten of
 * each kind per step.
 */
export interface Log {
  /** Runs `body` with its lines folded under `name`, the phase: `Plan`, `Apply`, `Wait`. Groups do not nest on GitHub: an inner one becomes a plain heading. */
  group<T>(name: string, body: () => Promise<T>): Promise<T>;
  /** A line that says what happened to which resource. */
  info(message: string): void;
  /** Shown only when a re-run asks for debug logging. */
  debug(message: string): void;
  /** Annotation without colour. */
  notice(message: string, annotation?: Annotation): void;
  /** Annotation: the run goes on, but somebody should act. */
  warning(message: string, annotation?: Annotation): void;
  /** Annotation that does not fail the run by itself; throw a `UserError` or call `run.fail` for that. */
  error(message: string, annotation?: Annotation): void;
  /** The runner shows `***` for a secret from now on, in this step and those after it: for what is learned after the inputs were masked. */
  mask(secret: string): void;
}

/** The log that the runner reads: workflow commands on stdout, written by the toolkit. */
export function runnerLog(): Log {
  let depth = 0;
  return {
    async group(name, body) {
      if (depth === 0) core.startGroup(inert(name));
      else core.info(inert(`- ${name}`));
      depth += 1;
      try {
        return await body();
      } finally {
        depth -= 1;
        if (depth === 0) core.endGroup();
      }
    },
    info: (message) => core.info(inert(message)),
    // Else the runner drops it (https://docs.github.com/actions/reference/workflows-and-actions/variables, RUNNER_DEBUG), and each costs a write.
    debug: (message) => {
      if (core.isDebug()) core.debug(inert(message));
    },
    notice: (message, annotation = {}) => core.notice(inert(message), annotation),
    warning: (message, annotation = {}) => core.warning(inert(message), annotation),
    error: (message, annotation = {}) => core.error(inert(message), annotation),
    // The runner complains of an empty one.
    mask: (secret) => {
      if (secret !== '') core.setSecret(secret);
    },
  };
}

/** One line of a `RecordingLog`. */
export interface LogLine {
  readonly kind: 'info' | 'debug' | 'notice' | 'warning' | 'error';
  readonly message: string;
  /** The groups it was said in, outermost first. */
  readonly groups: readonly string[];
}

/** A log that remembers, for tests. */
export interface RecordingLog extends Log {
  readonly lines: readonly LogLine[];
  /** The secrets that were masked, in their order. */
  readonly masked: readonly string[];
  /** All messages of a kind, or of every kind, one per line. */
  text(kind?: LogLine['kind']): string;
}

/** A new, empty `RecordingLog`. */
export function recordingLog(): RecordingLog {
  const lines: LogLine[] = [];
  const groups: string[] = [];
  const masked: string[] = [];
  const record = (kind: LogLine['kind']) => (message: string) => {
    lines.push({ kind, message, groups: [...groups] });
  };
  return {
    lines,
    masked,
    text: (kind) =>
      lines
        .filter((line) => kind === undefined || line.kind === kind)
        .map((line) => line.message)
        .join('\n'),
    async group(name, body) {
      groups.push(name);
      try {
        return await body();
      } finally {
        groups.pop();
      }
    },
    info: record('info'),
    debug: record('debug'),
    notice: record('notice'),
    warning: record('warning'),
    error: record('error'),
    mask: (secret) => void masked.push(secret),
  };
}
