import { findingsOf, findingsOfStory } from '../src/story.ts';
import { nowSentence, usersSentence } from '../src/telling.ts';
import { chapter, played, story, visitsTo } from './tales.ts';

describe('whether the story went as told', () => {
  test('it did, when outcome, colour and alias are what the chapter says', () => {
    expect(findingsOf(played()).every(({ held }) => held)).toBe(true);
  });

  test.each([
    ['another outcome', { run: { outputs: { outcome: 'noop' } } }, 'lambda-promote ends promoted', 'noop'],
    ['no outcome', { run: { outputs: {} } }, 'lambda-promote ends promoted', 'nothing'],
    ['a red step', { run: { exitCode: 1 } }, 'the step is green', 'red'],
    ['an alias that did not move', { live: '1' }, 'the alias live is on version 2', '1'],
    ['an alias that is not there', { live: '' }, 'the alias live is on version 2', 'none'],
  ])('it did not with %s', (_, change, expected, found) => {
    expect(findingsOf(played(change)).filter(({ held }) => !held)).toEqual([{ expected, found, held: false }]);
  });

  const lives = (...versions: readonly string[]) =>
    versions.map((live) => played({ live, chapter: chapter({ ending: { outcome: 'promoted', green: true, live } }) }));

  test('users meet the versions of the chapters in their order, and no error', () => {
    const findings = findingsOfStory(
      story({ played: lives('1', '2', '2', '1'), visits: visitsTo('1', '1', '2', '1') }),
    );
    expect(findings.every(({ held }) => held)).toBe(true);
    expect(findings[1]?.expected).toBe('users met version 1, then 2, then 1, and no other');
  });

  test('a version that no chapter promised is found', () => {
    const findings = findingsOfStory(story({ played: lives('1', '2'), visits: visitsTo('1', '3', '2') }));
    expect(findings).toContainEqual(expect.objectContaining({ held: false, found: '1, then 3, then 2' }));
  });

  test('a single failed request is found', () => {
    const visits = [...visitsTo('2'), { at: 1500, tookMs: 1, version: '2', problem: 'HTTP 500' }];
    expect(findingsOfStory(story({ visits }))).toContainEqual({
      expected: 'no request of a user failed',
      found: '1',
      held: false,
    });
  });

  test('a story that broke off is found, however well it went until then', () => {
    const chapters = [chapter(), chapter()];
    expect(findingsOfStory(story({ chapters }))).toContainEqual({
      expected: 'every chapter was played',
      found: '1',
      held: false,
    });
  });

  test('no users at all are no proof', () => {
    expect(findingsOfStory(story({ visits: [] })).every(({ held }) => held)).toBe(false);
  });
});

describe('what users saw, in words', () => {
  test('has how many, who answered, and what failed', () => {
    expect(usersSentence(story({ visits: visitsTo('1', '1', '1', '2') }))).toBe(
      'Users sent 4 requests in 1 s, answered 75 % by version 1 and 25 % by version 2. None failed.',
    );
  });

  test('names errors now and later', () => {
    const visits = [{ at: 1, tookMs: 1, version: '', problem: 'reset' }];
    expect(usersSentence(story({ visits }))).toBe('Users sent 1 requests in 1 s. 1 failed.');
    expect(nowSentence(story({ visits }))).toBe('users right now: an error · 1 requests · 1 failed');
  });
});
