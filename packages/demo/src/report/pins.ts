import { type Html, html } from '@actions-aws/action';
import type { Played, Run } from '../story/story.ts';

/** One run of an action, as the drawing and the text refer to it. */
export interface Pin {
  /** The number of its chapter, with a letter where the chapter has several runs: `3`, `4b`. */
  readonly label: string;
  readonly chapter: number;
  readonly title: string;
  readonly by: string | undefined;
  readonly run: Run;
}

/** A pin for every run, in the order of the story. */
export function pinsOf(played: readonly Played[]): Pin[] {
  return played.flatMap(({ chapter, runs }, index) =>
    runs.map((run, place) => ({
      label: `${index + 1}${runs.length > 1 ? String.fromCharCode(97 + place) : ''}`,
      chapter: index + 1,
      title: chapter.title,
      by: chapter.steps[place]?.by,
      run,
    })),
  );
}

/** Whether the workflow's step was green, as a class. */
export function toneOf({ exitCode }: Run): 'good' | 'bad' {
  return exitCode === 0 ? 'good' : 'bad';
}

/** What an action said that it ended with. */
export function outcomeOf({ outputs }: Run): string {
  return outputs.outcome || 'failed';
}

/** What the runs of a chapter ended with, each once, with its tone; `skipped` where there was none. */
export function outcomesOf({ runs }: Played): (readonly [outcome: string, tone: 'good' | 'bad'])[] {
  if (runs.length === 0) return [['skipped', 'good']];
  return [...new Map(runs.map((run) => [outcomeOf(run), toneOf(run)]))];
}

/** A pin beside text. The words next to it say the same to those who do not see it. */
export function pin({ label, run }: Pin): Html {
  return html`<span class="pin ${toneOf(run)}" aria-hidden="true">${label}</span>`;
}
