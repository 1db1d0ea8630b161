import type { Finding } from '../story/findings.ts';
import type { Run } from '../story/story.ts';
import type { SiteChapter, SiteName, SiteStep } from './chapters.ts';
import { type Answer, type PageVisit, releasesServed } from './served.ts';

/** A step as it ended. */
export interface StepRun {
  readonly step: SiteStep;
  readonly outcome: string;
  /** Whether the step of the workflow is green. */
  readonly green: boolean;
  /** Of an action. */
  readonly run?: Run;
  /** Of the end-to-end tests. */
  readonly said?: string;
}

/** A chapter that is over. */
export interface EndedChapter {
  readonly chapter: SiteChapter;
  readonly number: number;
  readonly steps: readonly StepRun[];
  /** What each host of a site served when it was over, by its id. */
  readonly serves: Readonly<Record<SiteName, readonly string[]>>;
  /** What a tab that was opened before did not get any more; nothing where there was none. */
  readonly missingOfTab: readonly string[];
  /** Milliseconds since the epoch, on the local cloud's clock. */
  readonly ended: number;
}

/** All that happened. */
export interface SiteStory {
  readonly chapters: readonly EndedChapter[];
  readonly answers: readonly Answer[];
  readonly visits: readonly PageVisit[];
  readonly began: number;
  readonly ended: number;
  /** How many times faster than the machine's the local clock ran. */
  readonly scale: number;
  /** The locations of the hosts, by their numbers. */
  readonly locations: readonly string[];
}

/** The number of the push that brought a release, by the release's id. */
export function releaseNumbers(chapters: readonly EndedChapter[]): ReadonlyMap<string, number> {
  return new Map(
    chapters.flatMap(({ steps, number }) => {
      const id = steps.find(({ step }) => step === 'frontend-stage')?.run?.outputs['release-id'];
      return id ? [[id, number] as const] : [];
    }),
  );
}

/** Compares a chapter with the ending that it must have. */
export function findingsOf(one: EndedChapter, all: readonly EndedChapter[]): Finding[] {
  const { chapter, steps, serves, missingOfTab } = one;
  const numbers = releaseNumbers(all);
  const wanted = Object.entries(chapter.steps).map(([step, outcome]) => {
    const found = steps.find((each) => each.step === step);
    const green = !['rejected', 'failed'].includes(outcome);
    const expected = `${step} ends ${outcome}, and its step is ${green ? 'green' : 'red'}`;
    const was = found ? `${found.outcome}, and ${found.green ? 'green' : 'red'}` : 'not run';
    return { expected, found: was, held: found?.outcome === outcome && found.green === green };
  });
  const sites = (['test', 'app'] as const).map((site) => {
    const found = [...new Set(serves[site].map((id) => `release ${numbers.get(id) ?? (id || 'none')}`))].join(' and ');
    const expected = `every host of ${site.toUpperCase()} serves release ${chapter.serves[site]}`;
    return { expected, found, held: found === `release ${chapter.serves[site]}` };
  });
  const tab = {
    expected: 'a tab that was opened before finds the rest of its scripts at every host',
    found: missingOfTab.join(', '),
    held: missingOfTab.length === 0,
  };
  return [...wanted, ...sites, ...(chapter.steps['frontend-promote'] === 'promoted' && one.number > 1 ? [tab] : [])];
}

/** Compares all of it with what must hold at any time. */
export function findingsOfStory({ chapters, answers, visits }: SiteStory): Finding[] {
  const numbers = releaseNumbers(chapters);
  const promoted = chapters
    .filter(({ steps }) => steps.some(({ step, outcome }) => step === 'frontend-promote' && outcome === 'promoted'))
    .map(({ number }) => number);
  const seen = releasesServed(answers, 'app').map((id) => numbers.get(id) ?? 0);
  const unproved = seen.filter((number) => !promoted.includes(number));
  const broken = visits.filter(({ site, missing }) => site === 'app' && missing.length > 0);
  return [
    ...chapters.flatMap((one) => findingsOf(one, chapters)),
    {
      expected: 'no host of APP ever served a release that was not promoted',
      found: `release ${unproved.join(', ')}`,
      held: unproved.length === 0,
    },
    {
      expected: 'every page that was opened on APP came with all that it names',
      found: broken.flatMap(({ page, missing }) => `${page} without ${missing.join(', ')}`).join('; '),
      held: broken.length === 0,
    },
  ];
}
