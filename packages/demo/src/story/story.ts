import { type Lane, lanesOf, type Move } from './lanes.ts';
import type { Visit } from './visits.ts';

/** A push, of which its workflow finds out first what it concerns. */
export interface Push {
  /** What detect-changes is given. */
  readonly detect: Readonly<Record<string, string>>;
  /** The components that it concerns, in the order of the filters, each with the file or the component because of which. */
  readonly concerns: Readonly<Record<string, string>>;
  /** What image-tag is given to name its image; nothing where the functions are zips. */
  readonly image?: Readonly<Record<string, string>>;
}

/** A step of a workflow: an action, what it is given, and how it must end. */
export interface Step {
  /** Who runs it, where several do; such as `a colleague`. */
  readonly by?: string;
  /** The push that its workflow runs for. Where that concerns no component, the step is skipped. */
  readonly push?: Push;
  readonly action: 'lambda-promote' | 'lambda-rollback';
  readonly inputs: Readonly<Record<string, string>>;
  /** What image-promote is given when that was green; nothing where the functions are zips. */
  readonly tag?: Readonly<Record<string, string>>;
  /** What it ends with, or `skipped`. */
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

/** What a workflow found out of the push that it runs for. */
export interface Detection {
  /** The commit, by its SHA and the first line of its message. */
  readonly sha: string;
  readonly subject: string;
  /** The files that the push changes, as plain git has them: `modified src/index.mjs`. */
  readonly files: readonly string[];
  /** The run of detect-changes. */
  readonly run: Run;
}

/** The image that a workflow has named and built of its push. */
export interface Image {
  /** As its sources say. */
  readonly release: string;
  /** The name that never moves; empty where image-tag gave none. */
  readonly tag: string;
  /** Empty where nothing was built. */
  readonly digest: string;
  /** The run of image-tag. */
  readonly run: Run;
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
  /** The digest of its image; empty where it has none. */
  readonly digest: string;
}

/** A chapter that has been played. */
export interface Played {
  readonly chapter: Chapter;
  /** What its steps' pushes concern, in the order of the steps; nothing for a step without a push. */
  readonly detections: readonly (Detection | undefined)[];
  /** The images of its steps, in the same order; nothing for a step that has none. */
  readonly images: readonly (Image | undefined)[];
  /** The runs of its steps, in the same order. None where they were skipped. */
  readonly runs: readonly Run[];
  /** The runs of image-promote after them, in the same order; nothing where a step was red, or moves no tag. */
  readonly tagged: readonly (Run | undefined)[];
  /** What users met when it was over. */
  readonly live: readonly Live[];
  /** The digest that the tag `live` named then; empty where there was none. */
  readonly liveTag: string;
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
