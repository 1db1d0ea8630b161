import { errorsIn, spellsOf, type Visit } from './visits.ts';

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
}

/** What a chapter must lead to. */
export interface Ending {
  readonly outcome: string;
  /** Whether the step of the workflow is green. */
  readonly green: boolean;
  /** The version behind the alias afterwards. */
  readonly live: string;
}

/** A chapter of the story: why an action is run, and how. */
export interface Chapter {
  readonly title: string;
  /** What has happened before, and what is to be seen now. */
  readonly about: string;
  readonly action: 'lambda-promote' | 'lambda-rollback';
  readonly inputs: Readonly<Record<string, string>>;
  readonly ending: Ending;
  /** What it comes to, told when it ended as it should. */
  readonly moral: string;
}

/** A chapter that has been played. */
export interface Played {
  readonly chapter: Chapter;
  readonly run: Run;
  /** When users' fate was settled: the alias was written, or, where it was not, the run ended. */
  readonly decided: number;
  /** The version behind the alias afterwards: asked of the cloud, not of the action. */
  readonly live: string;
  /** What users who search for {@link sample} find from then on, the best first. */
  readonly finds: readonly string[];
}

/** The search that is shown after each chapter. */
export const sample = 'sea';

/** All that happened. */
export interface Story {
  /** As it was to be. */
  readonly chapters: readonly Chapter[];
  /** As far as it came. */
  readonly played: readonly Played[];
  readonly visits: readonly Visit[];
  /** When it began and ended, in milliseconds since the epoch, on the local cloud's clock. */
  readonly began: number;
  readonly ended: number;
}

/** What was expected, and what was found. */
export interface Finding {
  readonly expected: string;
  readonly found: string;
  readonly held: boolean;
}

/** Compares a played chapter with the ending that it must have. */
export function findingsOf({ chapter: { action, ending }, run, live }: Played): Finding[] {
  return [
    compared(`${action} ends ${ending.outcome}`, ending.outcome, run.outputs.outcome || 'nothing'),
    compared(`the step is ${colour(ending.green)}`, colour(ending.green), colour(run.exitCode === 0)),
    compared(`the alias live is on version ${ending.live}`, ending.live, live || 'none'),
  ];
}

/** Compares all that happened with the chapters: what users met, how far the story came, and how each chapter ended. */
export function findingsOfStory({ chapters, played, visits }: Story): Finding[] {
  const lives = chapters.map(({ ending }) => ending.live);
  const expected = lives.filter((version, index) => version !== lives[index - 1]).join(', then ');
  const met = spellsOf(visits).map(({ version }) => version || 'none');
  return [
    compared('no request of a user failed', '0', String(errorsIn(visits))),
    compared(`users met version ${expected}, and no other`, expected, met.join(', then ') || 'none'),
    compared('every chapter was played', String(chapters.length), String(played.length)),
    ...played.flatMap(findingsOf),
  ];
}

function compared(expected: string, wanted: string, found: string): Finding {
  return { expected, found, held: wanted === found };
}

function colour(green: boolean): string {
  return green ? 'green' : 'red';
}
