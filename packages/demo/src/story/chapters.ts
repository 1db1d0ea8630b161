import type { Chapter, Step } from './story.ts';

/** A commit of the example, by its number. */
export type Commit = 1 | 2 | 3 | 4 | 5 | 6;

/** A step, and which commit is checked out when it begins. */
export interface StagedStep extends Step {
  readonly commit?: Commit;
}

/** A chapter, and what happens around its steps. */
export interface Staged extends Chapter {
  /** By which `npm start -- SCENE` plays it alone. */
  readonly scene: string;
  /** The scenes that must have been played before it, in the order of the story. */
  readonly after: readonly string[];
  readonly steps: readonly StagedStep[];
  /** What infrastructure code has done in the meantime. */
  readonly meanwhile?: 'more-memory';
  /** Both steps look at what is live; then the second's first write is on its way until the first has ended. */
  readonly race?: true;
}

/** The functions of the story, in the order of their names. Each is its own module of one package. */
export const functionNames = ['search-api', 'search-indexer', 'search-scheduler'] as const;

/** The alarm that infrastructure code has set on the errors of a function. */
export function alarmOf(functionName: string): string {
  return `${functionName}-errors`;
}

const promote = {
  functions: `- search-api
- name: search-indexer
  smoke:
    - name: a book gets its entry
      payload: { book: { title: Emma, author: Jane Austen, about: A matchmaker errs } }
      expect: { json: { $.entry.title: Emma } }
- name: search-scheduler
  smoke:
    - name: an old entry is due
      payload: { entries: [{ title: Emma, format: 0 }] }
      expect: { json: { '$.due[0]': Emma } }
`,
  zip: 'src',
  smoke: `- GET /api/v1/health
- request: GET /api/v1/search?q=whale
  expect: { json: { '$.hits[0].title': Moby-Dick } }
`,
};

/** The story, from nothing live to a release taken back. */
export const chapters: readonly Staged[] = [
  {
    scene: 'first-release',
    after: [],
    title: 'The first release goes live',
    about:
      'Release 1 is a search as it was first written: an api, an indexer and a scheduler, in one package. Infrastructure code has made the functions, but nobody can use them: there is no alias “live” yet.',
    steps: [{ action: 'lambda-promote', commit: 1, inputs: promote, outcome: 'promoted', green: true }],
    live: '1',
    moral:
      'All three were tried on $LATEST and published, and only then did the first alias come to be. Users arrive, and keep calling each of the three from now on.',
  },
  {
    scene: 'next-release',
    after: ['first-release'],
    title: 'A better release replaces it',
    about:
      'Release 2 ranks books by where a word is found, so entries of the index have another format: api, indexer and scheduler must change together. Meanwhile infrastructure code has given the api more memory; the plan shows that this goes to users along with the code.',
    steps: [{ action: 'lambda-promote', commit: 2, inputs: promote, outcome: 'promoted', green: true }],
    meanwhile: 'more-memory',
    live: '2',
    moral: 'The three aliases moved one right after the other, and no request failed.',
  },
  {
    scene: 'broken-build',
    after: ['first-release', 'next-release'],
    title: 'A broken build is stopped',
    about:
      'Release 3 knows synonyms. Its indexer reads them from an environment variable that its author has set, but that the function in AWS does not have. The api and the scheduler are well.',
    steps: [{ action: 'lambda-promote', commit: 3, inputs: promote, outcome: 'rejected', green: false }],
    live: '2',
    moral:
      'The smoke test of the indexer failed on $LATEST, where no user comes. None of the three aliases moved, those of the two healthy functions included.',
  },
  {
    scene: 'canary',
    after: ['first-release', 'next-release'],
    title: 'A bad release meets a few',
    about:
      'Release 4 puts the words that were searched for in between marks. Its checks pass, but it cannot bear a plus sign, and some readers write +sea +captain. Its author is careful: a tenth of the users for five minutes, then half of them for ten, and CloudWatch’s alarms decide.',
    steps: [
      {
        action: 'lambda-promote',
        commit: 4,
        inputs: { ...promote, canary: '10%/5m, 50%/10m', alarms: functionNames.map(alarmOf).join(', ') },
        outcome: 'rolled-back',
        green: false,
      },
    ],
    live: '2',
    canary: '4',
    moral:
      'The api’s alarm fired when CloudWatch had its first minute of errors, and all three functions gave their tenth of the users back together: the two healthy ones as well, since they must agree with the api.',
  },
  {
    scene: 'race',
    after: ['first-release', 'next-release'],
    title: 'Two deploy at once',
    about:
      'Release 5 mends the plus signs. A colleague deploys release 6 from another branch at the same time; the two workflows share no concurrency group. Both have seen that release 2 is live when the requests of the second are delayed on the way.',
    steps: [
      { action: 'lambda-promote', commit: 5, inputs: promote, outcome: 'promoted', green: true },
      {
        by: 'a colleague',
        action: 'lambda-promote',
        commit: 6,
        inputs: promote,
        outcome: 'superseded',
        green: false,
      },
    ],
    race: true,
    live: '5',
    moral:
      'One wins. The other’s writes carry the revisions that it has seen, AWS refuses them, and it ends without having touched anything of the winner’s.',
  },
  {
    scene: 'rollback',
    after: ['first-release', 'next-release', 'race'],
    title: 'Second thoughts',
    about:
      'The end-to-end tests do not like the marks. The workflow takes its own release back, on condition that what it has promoted is still what is live.',
    steps: [
      {
        action: 'lambda-rollback',
        inputs: {
          functions: functionNames.map((name) => `- ${name}\n`).join(''),
          'only-if': `\${{ needs.promote.outputs.promoted-versions }}`,
        },
        outcome: 'rolled-back',
        green: true,
      },
    ],
    live: '2',
    moral:
      'One write for each alias, and a moment later users are back on release 2. Nothing was built, uploaded or waited for.',
  },
];
