import { findingsOf, findingsOfStory } from '../src/story/findings.ts';
import type { Played, Story } from '../src/story/story.ts';
import { chapter, detection, digestOf, image, move, played, push, run, step, story, visit, visitsTo } from './tales.ts';

describe('whether a chapter went as told', () => {
  test('it did, when outcome, colour and aliases are what the chapter says', () => {
    expect(findingsOf(played()).every(({ held }) => held)).toBe(true);
  });

  const live = { functionName: 'search-api', version: '2', release: '2', split: false, digest: '' };
  test.each([
    ['another outcome', { runs: [run({ outputs: { outcome: 'noop' } })] }, 'lambda-promote ends promoted', 'noop'],
    ['no outcome', { runs: [run({ outputs: {} })] }, 'lambda-promote ends promoted', 'nothing'],
    ['a red step', { runs: [run({ exitCode: 1 })] }, 'the step of lambda-promote is green', 'red'],
    ['an alias that did not move', { live: [{ ...live, release: '1' }] }, 'search-api is on release 2', '1'],
    ['an alias that is not there', { live: [{ ...live, release: '' }] }, 'search-api is on release 2', 'none'],
    [
      'an alias that still splits its users',
      { live: [{ ...live, split: true }] },
      'search-api is on release 2',
      '2, and shares its users',
    ],
  ])('it did not with %s', (_, change, expected, found) => {
    expect(findingsOf(played(change)).filter(({ held }) => !held)).toEqual([{ expected, found, held: false }]);
  });

  test('each of several runs is held to its own ending', () => {
    const steps = [step(), step({ by: 'a colleague', outcome: 'superseded', green: false })];
    const both = played({ chapter: chapter({ steps }), runs: [run(), run()] });
    expect(findingsOf(both).filter(({ held }) => !held)).toEqual([
      { expected: 'lambda-promote of a colleague ends superseded', found: 'promoted', held: false },
      { expected: 'the step of lambda-promote of a colleague is red', found: 'green', held: false },
    ]);
  });

  test('a run that is missing is found', () => {
    expect(findingsOf(played({ runs: [] })).filter(({ held }) => !held)).toHaveLength(2);
  });
});

describe('whether what was pushed was understood', () => {
  const pushed = (found: ReturnType<typeof detection> | undefined, outcome = 'promoted') =>
    played({ chapter: chapter({ steps: [step({ push: push(), outcome })] }), detections: [found] });
  const outputs = (changes: Readonly<Record<string, string>>) => {
    const { run: looked, ...rest } = detection();
    return { ...rest, run: { ...looked, outputs: { ...looked.outputs, ...changes } } };
  };
  const wrongOf = (one: ReturnType<typeof played>) => findingsOf(one).filter(({ held }) => !held);

  test('it was, when files, components and causes are what git and the story say', () => {
    expect(wrongOf(pushed(detection()))).toEqual([]);
    expect(findingsOf(pushed(detection())).map(({ expected }) => expected)).toContain(
      '6bc8954 concerns shared because of src/entries.mjs, search-api because of shared',
    );
  });

  const files = JSON.stringify([{ status: 'modified', path: 'src/entries.mjs' }]);
  test.each([
    ['a file too few', outputs({ files }), 'modified src/entries.mjs'],
    [
      'a file with another status',
      outputs({ files: detection().run.outputs.files!.replace('added', 'deleted') }),
      'deleted README.md, modified src/entries.mjs',
    ],
    ['no answer', outputs({ complete: 'false' }), 'not known'],
    ['a component too few', outputs({ changes: '["shared"]' }), 'shared because of src/entries.mjs'],
    ['nothing concerned', outputs({ changes: '[]' }), 'nothing'],
    [
      'another cause',
      {
        ...detection(),
        run: { ...detection().run, log: 'shared: true. `src/entries.mjs` x\nsearch-api: true. `a` x' },
      },
      'shared because of src/entries.mjs, search-api because of a',
    ],
    ['a red step', { ...detection(), run: { ...detection().run, exitCode: 1 } }, 'red'],
    ['no look at all', undefined, 'not run'],
  ])('it was not with %s', (_, found, says) => {
    expect(wrongOf(pushed(found))).toEqual([expect.objectContaining({ found: says })]);
  });

  test('a step that must be skipped is held to that', () => {
    expect(wrongOf({ ...pushed(detection(), 'skipped'), runs: [] })).toEqual([]);
    expect(wrongOf(pushed(detection(), 'skipped'))).toEqual([
      { expected: 'lambda-promote is skipped', found: 'run', held: false },
    ]);
  });
});

describe('whether images are where they belong', () => {
  const own = image('2');
  const live = { functionName: 'search-api', version: '2', release: '2', split: false, digest: own.digest };
  const good = {
    chapter: chapter({ steps: [step({ push: push({ image: { image: 'search' } }), tag: { moving: 'live' } })] }),
    detections: [detection()],
    images: [own],
    tagged: [run()],
    live: [live, { ...live, functionName: 'search-indexer' }],
    liveTag: own.digest,
  };
  const wrongOf = (changes: Partial<Played>, built = [image('1'), own]) =>
    findingsOf(played({ ...good, ...changes }), built).filter(({ held }) => !held);

  test('they are, when one was built of the push, and all aliases and the tag lead to it', () => {
    expect(wrongOf({})).toEqual([]);
  });

  test.each<readonly [string, Partial<Played>, string, string]>([
    [
      'an alias on another image',
      { live: [live, { ...live, digest: digestOf('1') }] },
      'all aliases and the tag “live” lead to the image of release 2, sha256:200000000000…',
      'sha256:200000000000…, sha256:100000000000…',
    ],
    [
      'a tag that stayed behind',
      { liveTag: digestOf('1') },
      'all aliases and the tag “live” lead to the image of release 2, sha256:200000000000…',
      'sha256:200000000000…, sha256:100000000000…',
    ],
    [
      'a tag that did not move',
      { tagged: [run({ exitCode: 1, outputs: { outcome: 'superseded' } })] },
      'image-promote ends promoted',
      'superseded',
    ],
    [
      'an image that is said to be there',
      { images: [image('2', { run: run({ outputs: { exists: 'true' } }) })] },
      'the image of 6bc8954 is a new one',
      'one that is there, or a failure',
    ],
    ['no image', { images: [undefined] }, 'the image of 6bc8954 is a new one', 'none'],
  ])('they are not with %s', (_, changes, expected, found) => {
    expect(wrongOf(changes)).toEqual([{ expected, found, held: false }]);
  });

  test('a release that was never built is found', () => {
    expect(wrongOf({}, [image('1')])).toMatchObject([{ found: 'sha256:200000000000…' }]);
  });
});

describe('whether the story went as told', () => {
  const lives = (...releases: readonly string[]) =>
    releases.map((release, index) =>
      played({
        chapter: chapter({ live: release }),
        runs: [run({ moves: release === releases[index - 1] ? [] : [move(900 + index * 1000)] })],
        live: [{ functionName: 'search-api', version: release, release, split: false, digest: '' }],
      }),
    );
  const wrongIn = (changes: Partial<Story>) => findingsOfStory(story(changes)).filter(({ held }) => !held);
  const at = (time: number, release: string) => visit({ at: time, version: release, release });

  test('users meet the releases of the chapters in their order, and no error', () => {
    const visits = [at(1500, '1'), at(2500, '2'), at(3500, '2'), at(4500, '1')];
    const findings = findingsOfStory(story({ played: lives('1', '2', '2', '1'), visits }));
    expect(findings.filter(({ held }) => !held)).toEqual([]);
    expect(findings[1]?.expected).toBe('users of search-api met release 1, then 2, then 1, and no other');
  });

  test('a release that no chapter promised is found', () => {
    const visits = [at(1500, '1'), at(1600, '3'), at(2500, '2')];
    expect(wrongIn({ played: lives('1', '2'), visits })).toMatchObject([{ found: '1 beside 3, then 2' }]);
  });

  test('a function that stays behind the others is found', () => {
    const visits = [at(1500, '1'), at(2500, '2'), visit({ ...at(2500, '1'), functionName: 'search-indexer' })];
    const functionNames = ['search-api', 'search-indexer'];
    expect(wrongIn({ played: lives('1', '2'), visits, functionNames })).toEqual([
      { expected: 'users of search-indexer met release 1, then 2, and no other', found: '1', held: false },
    ]);
  });

  test('a single failed request is found', () => {
    const visits = [...visitsTo('2'), visit({ at: 1500, problem: 'HTTP 500' })];
    expect(wrongIn({ visits })).toEqual([{ expected: 'no request of a user failed', found: '1', held: false }]);
  });

  test('a story that broke off is found, however well it went until then', () => {
    const chapters = [chapter(), chapter()];
    expect(wrongIn({ chapters })).toEqual([{ expected: 'every chapter was played', found: '1', held: false }]);
  });

  test('no users at all are no proof', () => {
    expect(wrongIn({ visits: [] })).not.toEqual([]);
  });

  describe('with a canary', () => {
    const canary = (visits: ReturnType<typeof visitsTo>) => {
      const moves = [move(1900, { aside: 0.1 }), move(3900)];
      const [first] = lives('2');
      const second = played({ chapter: chapter({ canary: '4' }), runs: [run({ moves })] });
      return { played: [first!, second], visits: [at(1500, '2'), ...visits, at(5000, '2')] };
    };
    const share = (of4: number) => Array.from({ length: 100 }, (_, index) => at(2400 + index, index < of4 ? '4' : '2'));

    test('its release is met beside the other one, and may fail', () => {
      const failed = visit({ at: 2450, version: '4', release: '', problem: 'HTTP 500' });
      expect(wrongIn(canary([...share(9), failed]))).toEqual([]);
    });

    test('a failure of the other release is found', () => {
      const failed = visit({ at: 2450, version: '2', release: '', problem: 'HTTP 500' });
      expect(wrongIn(canary([...share(9), failed]))).toMatchObject([
        { expected: 'no request of a user failed, but by the canary of release 4', found: '1' },
      ]);
    });

    test('a canary that nobody met is found', () => {
      expect(wrongIn(canary(share(0)))).toMatchObject([
        { expected: 'users of search-api met release 2, then 2 beside 4, then 2, and no other' },
      ]);
    });

    test('a share that chance does not explain is found', () => {
      expect(wrongIn(canary(share(22)))).toEqual([]);
      expect(wrongIn(canary(share(23)))).toEqual([
        { expected: 'about 10 % of the users of search-api met the canary', found: '23 of 100', held: false },
      ]);
    });
  });
});
