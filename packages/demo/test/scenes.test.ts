import { chapters } from '../src/story/chapters.ts';
import { scenesFor } from '../src/story/scenes.ts';

const played = (...wanted: readonly string[]) => scenesFor(chapters, wanted).map(({ scene }) => scene);

test('without a name the whole story is played', () => {
  expect(scenesFor(chapters, [])).toEqual(chapters);
});

test('a scene is played alone, after what it follows from', () => {
  expect(played('first-release')).toEqual(['first-release']);
  expect(played('docs-only')).toEqual(['first-release', 'docs-only']);
  expect(played('canary')).toEqual(['first-release', 'next-release', 'canary']);
  expect(played('rollback')).toEqual(['first-release', 'next-release', 'race', 'rollback']);
});

test('an unknown scene, or several, are an error that names those that there are', () => {
  const names =
    'There are first-release, docs-only, next-release, broken-build, canary, race, rollback, frontend, ecs, security';
  expect(() => played('cannary')).toThrow(`There is no scene "cannary". ${names}; without a name all are played.`);
  expect(() => played('canary', 'race')).toThrow(`One scene at a time: canary race are 2. ${names}.`);
});

test('what a scene follows from comes earlier in the story', () => {
  for (const [index, { after }] of chapters.entries()) {
    const earlier = chapters.slice(0, index).map(({ scene }) => scene);
    expect(earlier).toEqual(expect.arrayContaining([...after]));
  }
});
