import type { Move } from '../src/story/lanes.ts';
import type { Chapter, Detection, Image, Played, Push, Run, Step, Story } from '../src/story/story.ts';
import type { Visit } from '../src/story/visits.ts';

/** Visits to releases in turn, one every 100 ms from 1000 on; Lambda's version has the same number. */
export function visitsTo(...releases: readonly string[]): Visit[] {
  return releases.map((release, index) => visit({ at: 1000 + index * 100, version: release, release }));
}

export function visit(changes: Partial<Visit> = {}): Visit {
  return { functionName: 'search-api', at: 1000, tookMs: 4, version: '2', release: '2', problem: '', ...changes };
}

export function move(at: number, changes: Partial<Move> = {}): Move {
  return { functionName: 'search-api', at, aside: 0, ...changes };
}

export function step(changes: Partial<Step> = {}): Step {
  return {
    action: 'lambda-promote',
    inputs: { functions: 'search-api' },
    outcome: 'promoted',
    green: true,
    ...changes,
  };
}

export function push(changes: Partial<Push> = {}): Push {
  return {
    detect: { filters: 'search-api: src/**' },
    concerns: { shared: 'src/entries.mjs', 'search-api': 'shared' },
    ...changes,
  };
}

/** An image that was built; its digest begins with the number of its release. */
export function image(release: string, changes: Partial<Image> = {}): Image {
  const digest = digestOf(release);
  return { release, tag: `sha-${release}`, digest, run: run({ outputs: { exists: 'false' } }), ...changes };
}

export function digestOf(release: string): string {
  return `sha256:${release.padEnd(64, '0')}`;
}

/** What detect-changes found out of a push. */
export function detection(changes: Partial<Detection> = {}): Detection {
  const files = [
    { status: 'modified', path: 'src/entries.mjs' },
    { status: 'added', path: 'README.md' },
  ];
  return {
    sha: '6bc8954a3ea278ca74995a8f215c17fe502f4214',
    subject: 'Rank books',
    files: ['added README.md', 'modified src/entries.mjs'],
    run: run({
      outputs: { any: 'true', complete: 'true', changes: '["shared","search-api"]', files: JSON.stringify(files) },
      summary: '## 2 of 3 components concerned\n',
      log: 'Compared.\nshared: true. `src/entries.mjs` (modified) matches `src/**`.\nsearch-api: true. It needs `shared`.\nmodified `src/entries.mjs`\n',
    }),
    ...changes,
  };
}

export function chapter(changes: Partial<Chapter> = {}): Chapter {
  return {
    title: 'A better release replaces it',
    about: 'Release 2 ranks books.',
    steps: [step()],
    live: '2',
    moral: 'Nobody noticed.',
    ...changes,
  };
}

export function run(changes: Partial<Run> = {}): Run {
  return {
    exitCode: 0,
    outputs: { outcome: 'promoted' },
    summary: '',
    log: '',
    began: 800,
    ended: 1200,
    moves: [],
    ...changes,
  };
}

export function played(changes: Partial<Played> = {}): Played {
  const live = [{ functionName: 'search-api', version: '2', release: '2', split: false, digest: '' }];
  const none = { detections: [], images: [], tagged: [], liveTag: '' };
  return { chapter: chapter(), ...none, runs: [run()], live, ...changes };
}

export function story(changes: Partial<Story> = {}): Story {
  const told = changes.played ?? [played()];
  return {
    functionNames: ['search-api'],
    chapters: told.map((one) => one.chapter),
    played: told,
    visits: visitsTo('2', '2'),
    began: 0,
    ended: 2000,
    scale: 10,
    settlingMs: 1000,
    ...changes,
  };
}
