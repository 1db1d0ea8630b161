import { type Lane, lanesOf, type Move } from './lanes.ts';
import type { Visit } from './visits.ts';

/** A step of a workflow: an action, what it is given, and how it must end. */
export interface Step {
  /** Who runs it, where several do; such as `a colleague`. */
  readonly by?: string;
  readonly action: 'lambda-promote' | 'lambda-rollback';
  readonly inputs: Readonly<Record<string, string>>;
  readonly outcome: string;
  /** Whether the step of the workflow is to be green. */
  readonly green: boolean;
}

/** A chapter of the story: why actions are run, and how. */
export interface Chapter {
  readonly title: string;
  /** What has happened before, and what is to be seen now. */
  readonly about: string;
  readonly steps: readonly Step[];
  /** The release behind every alias afterwards. */
  readonly live: string;
  /** The release that some users meet on the way, and may fail with. */
  readonly canary?: string;
  /** What it comes to, told when it ended as it should. */
  readonly moral: string;
}

/** One run of an action, as it happened. Times are milliseconds since the epoch, on the local cloud's clock. */
export interface Run {
  readonly exitCode: number;
  /** All outputs of the action; empty where it set none. */
  readonly outputs: Readonly<Record<string, string>>;
  /** The job summary, in Markdown. */
  readonly summary: string;
  /** What the action wrote for its runner, workflow commands included. */
  readonly log: string;
  readonly began: number;
  readonly ended: number;
  /** What it wrote to the aliases that users follow, in the order of time. */
  readonly moves: readonly Move[];
}

/** What is behind the alias of a function: asked of the cloud, not of an action. */
export interface Live {
  readonly functionName: string;
  /** Empty where there is no alias. */
  readonly version: string;
  /** As the function itself says; empty where it does not answer. */
  readonly release: string;
  /** Whether a second version gets a share. */
  readonly split: boolean;
}

/** A chapter that has been played. */
export interface Played {
  readonly chapter: Chapter;
  /** The runs of its steps, in the same order. */
  readonly runs: readonly Run[];
  /** What users met when it was over. */
  readonly live: readonly Live[];
}

/** All that happened. */
export interface Story {
  /** The functions of the service. */
  readonly functionNames: readonly string[];
  /** As it was to be. */
  readonly chapters: readonly Chapter[];
  /** As far as it came. */
  readonly played: readonly Played[];
  readonly visits: readonly Visit[];
  /** When it began and ended, in milliseconds since the epoch, on the local cloud's clock. */
  readonly began: number;
  readonly ended: number;
  /** How many times faster than the machine's that clock ran. */
  readonly scale: number;
  /** For how long after a write some users may still meet what was there before, in milliseconds of that clock. */
  readonly settlingMs: number;
}

/** When users' fate was settled: an alias was written for the last time, or, where none was, the run ended. */
export function decidedAt({ moves, ended }: Run): number {
  return moves.at(-1)?.at ?? ended;
}

/** What the users of each function met. */
export function lanesIn({ functionNames, visits, played, ended, settlingMs }: Story): Lane[] {
  const moves = played.flatMap(({ runs }) => runs.flatMap((run) => run.moves));
  return lanesOf(functionNames, visits, { moves, until: ended, settlingMs });
}
