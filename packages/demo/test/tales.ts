import type { Chapter, Played, Run, Story } from '../src/story.ts';
import type { Visit } from '../src/visits.ts';

/** Visits to versions in turn, one every 50 ms from 1000 on. */
export function visitsTo(...versions: readonly string[]): Visit[] {
  return versions.map((version, index) => ({ at: 1000 + index * 50, tookMs: 4, version, problem: '' }));
}

export function chapter(changes: Partial<Chapter> = {}): Chapter {
  return {
    title: 'A better version replaces it',
    about: 'Commit 2 ranks books.',
    action: 'lambda-promote',
    inputs: { functions: 'search-api' },
    ending: { outcome: 'promoted', green: true, live: '2' },
    moral: 'Nobody noticed.',
    ...changes,
  };
}

export function played(changes: Partial<Omit<Played, 'run'>> & { readonly run?: Partial<Run> } = {}): Played {
  const run = { exitCode: 0, outputs: { outcome: 'promoted' }, summary: '', log: '', began: 800, ended: 1200 };
  return { chapter: chapter(), decided: 1075, live: '2', finds: [], ...changes, run: { ...run, ...changes.run } };
}

export function story(changes: Partial<Story> = {}): Story {
  const told = changes.played ?? [played()];
  return {
    chapters: told.map((one) => one.chapter),
    played: told,
    visits: visitsTo('2', '2'),
    began: 0,
    ended: 2000,
    ...changes,
  };
}
