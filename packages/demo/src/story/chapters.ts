import type { Chapter, Push, Step } from './story.ts';
import {
  detect,
  functionNames,
  nameImage,
  promote,
  promoteByCanary,
  rollBack,
  tagLive,
  tagLiveAgain,
} from './workflow.ts';

/** A commit of the example: a release by its number, or one that changes no code. */
export type Commit = 1 | 2 | 3 | 4 | 5 | 6 | 'how-to-search';

/** A push, and which commit it ends with; its workflow checks that out. */
export interface StagedPush extends Push {
  readonly commit: Commit;
}

/** A step, and the push whose workflow it belongs to. */
export interface StagedStep extends Step {
  readonly push?: StagedPush;
}

/** A chapter, and what happens around its steps. */
export interface Staged extends Chapter {
  /** By which `npm start -- SCENE` plays it alone. */
  readonly scene: string;
  /** The scenes that must have been played before it, in the order of the story. */
  readonly after: readonly string[];
  readonly steps: readonly StagedStep[];
  /** What it says instead where the functions are zips. */
  readonly asZip?: Pick<Chapter, 'about' | 'moral'>;
  /** What infrastructure code has done in the meantime. */
  readonly meanwhile?: 'more-memory';
  /** Both steps look at what is live; then the second's first write is on its way until the first has ended. */
  readonly race?: true;
}

/** A push of a release. Its number is in shared code, so it concerns every function; those of `own` by files of their own. */
function release(commit: Commit, own: Push['concerns'] = {}): StagedPush {
  const byNeed = functionNames.map((name) => [name, 'shared']);
  return {
    commit,
    detect,
    image: nameImage,
    concerns: { shared: 'src/release.mjs', ...Object.fromEntries(byNeed), ...own },
  };
}

const first = {
  shared: 'python/shared.mjs',
  'search-api': 'src/books.mjs',
  'search-indexer': 'src/indexer.mjs',
  'search-scheduler': 'python/scheduler.py',
};

/** The story, from nothing live to a release taken back. */
export const chapters: readonly Staged[] = [
  {
    scene: 'first-release',
    after: [],
    title: 'The first release goes live',
    about:
      'Release 1 is a search as it was first written: an api, an indexer and a scheduler, each with a handler of its own in one image. It is the first push, so everything is new. Infrastructure code has made the functions, but nobody can use them: there is no alias “live” yet.',
    steps: [
      {
        action: 'lambda-promote',
        push: release(1, first),
        inputs: promote,
        tag: tagLive,
        outcome: 'promoted',
        green: true,
      },
    ],
    live: '1',
    moral:
      'One image was built, and named by its commit. All three functions were given it by its digest, tried on $LATEST and published, and only then did the first alias come to be. Users arrive, and keep calling each of the three from now on.',
    asZip: {
      about:
        'Release 1 is a search as it was first written: an api, an indexer and a scheduler, in one package. It is the first push, so everything is new. Infrastructure code has made the functions, but nobody can use them: there is no alias “live” yet.',
      moral:
        'All three were tried on $LATEST and published, and only then did the first alias come to be. Users arrive, and keep calling each of the three from now on.',
    },
  },
  {
    scene: 'docs-only',
    after: ['first-release'],
    title: 'A commit that deploys nothing',
    about:
      'The next commit explains how to search, in a file below docs/. No function is made of that file, so the step that promotes has nothing to do.',
    steps: [
      {
        action: 'lambda-promote',
        push: { commit: 'how-to-search', detect, image: nameImage, concerns: {} },
        inputs: promote,
        tag: tagLive,
        outcome: 'skipped',
        green: true,
      },
    ],
    live: '1',
    moral:
      'Nothing was built, tried or moved. A new file in src/ would have concerned all three: what is no function’s own belongs to all.',
  },
  {
    scene: 'next-release',
    after: ['first-release'],
    title: 'A better release replaces it',
    about:
      'Release 2 ranks books by where a word is found, so entries of the index have another format: api, indexer and scheduler must change together. That format is in one file, which all three need: so the commit concerns all three. Meanwhile infrastructure code has given the api more memory; the plan shows that this goes to users along with the code.',
    steps: [
      {
        action: 'lambda-promote',
        push: release(2, { shared: 'src/entries.mjs' }),
        inputs: promote,
        tag: tagLive,
        outcome: 'promoted',
        green: true,
      },
    ],
    meanwhile: 'more-memory',
    live: '2',
    moral: 'The three aliases moved one right after the other, and no request failed.',
  },
  {
    scene: 'broken-build',
    after: ['first-release', 'next-release'],
    title: 'A broken build is stopped',
    about:
      'Release 3 knows synonyms. Its indexer reads them from an environment variable that its author has set, but that the function in AWS does not have. The api and the scheduler are well: of their code only the number of the release has changed, which they share.',
    steps: [
      {
        action: 'lambda-promote',
        push: release(3, { 'search-indexer': 'src/indexer.mjs' }),
        inputs: promote,
        tag: tagLive,
        outcome: 'rejected',
        green: false,
      },
    ],
    live: '2',
    moral:
      'The smoke test of the indexer failed on $LATEST, where no user comes. None of the three aliases moved, those of the two healthy functions included.',
  },
  {
    scene: 'canary',
    after: ['first-release', 'next-release'],
    title: 'A bad release meets a few',
    about:
      'Release 3 is reverted. Release 4 changes the api alone, besides its number: it puts the words that were searched for in between marks. Its checks pass, but it cannot bear a plus sign, and some readers write +sea +captain. Its author is careful: a tenth of the users for five minutes, then half of them for ten, and CloudWatch’s alarms decide.',
    steps: [
      {
        action: 'lambda-promote',
        push: release(4, { 'search-api': 'src/index.mjs' }),
        inputs: promoteByCanary,
        tag: tagLive,
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
      {
        action: 'lambda-promote',
        push: release(5, { 'search-api': 'src/index.mjs' }),
        inputs: promote,
        tag: tagLive,
        outcome: 'promoted',
        green: true,
      },
      {
        by: 'a colleague',
        action: 'lambda-promote',
        push: release(6, { 'search-api': 'src/index.mjs' }),
        inputs: promote,
        tag: tagLive,
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
        inputs: rollBack,
        tag: tagLiveAgain,
        outcome: 'rolled-back',
        green: true,
      },
    ],
    live: '2',
    moral:
      'One write for each alias, and a moment later users are back on release 2. Nothing was built, uploaded or waited for.',
  },
];
