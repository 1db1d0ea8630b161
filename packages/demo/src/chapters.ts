import type { Chapter } from './story.ts';

/** Which commit of the example is checked out when a chapter begins, and what else has changed by then. */
export interface Staged extends Chapter {
  readonly commit?: Commit;
  /** What infrastructure code has done in the meantime. */
  readonly meanwhile?: 'more-memory';
}

/** A commit of the example: folders under `examples/search-api/commits`, each upon those before. */
export type Commit = 1 | 2 | 3;

/** The function of the story. */
export const functionName = 'search-api';

const promote = {
  functions: functionName,
  zip: 'src',
  smoke: `- GET /api/v1/health
- request: GET /api/v1/search?q=whale
  expect:
    json:
      $.hits[0].title: Moby-Dick
`,
};

/** The story, from nothing live to a version taken back. */
export const chapters: readonly Staged[] = [
  {
    title: 'The first version goes live',
    about:
      'Commit 1 has the search as it was first written. The function exists, made by infrastructure code, but nobody can use it: there is no alias “live” yet.',
    action: 'lambda-promote',
    commit: 1,
    inputs: promote,
    ending: { outcome: 'promoted', green: true, live: '1' },
    moral:
      'The code was tried on $LATEST, published as version 1, and only then did the alias live come to be. Users arrive.',
  },
  {
    title: 'A better version replaces it',
    about:
      'Commit 2 ranks books by where a word is found. Meanwhile infrastructure code has given the function more memory: the plan shows that this goes to users along with the code.',
    action: 'lambda-promote',
    commit: 2,
    meanwhile: 'more-memory',
    inputs: promote,
    ending: { outcome: 'promoted', green: true, live: '2' },
    moral: 'Users went from version 1 to version 2 between two requests, and none of them failed.',
  },
  {
    title: 'A broken build is stopped',
    about:
      'Commit 3 knows synonyms. It reads them from an environment variable that its author has set, but that the function in AWS does not have: every search would fail.',
    action: 'lambda-promote',
    commit: 3,
    inputs: promote,
    ending: { outcome: 'rejected', green: false, live: '2' },
    moral:
      'The smoke test found it on $LATEST, where no user comes. It never became a version, and the alias never moved.',
  },
  {
    title: 'Second thoughts',
    about:
      'Readers liked the old order better, says an experiment that ends now. The workflow takes back version 2, on condition that it is still what is live.',
    action: 'lambda-rollback',
    inputs: { functions: functionName, 'only-if': '2' },
    ending: { outcome: 'rolled-back', green: true, live: '1' },
    moral: 'One write, and users are back on version 1. Nothing was built, uploaded or waited for.',
  },
];
