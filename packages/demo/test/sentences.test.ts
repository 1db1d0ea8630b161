import { nowSentence, usersSentence } from '../src/terminal/sentences.ts';
import { story, visit, visitsTo } from './tales.ts';

describe('what users saw, in words', () => {
  test('has how many, who answered, and what failed', () => {
    expect(usersSentence(story({ visits: visitsTo('1', '1', '1', '2') }))).toBe(
      'Users sent 4 requests in 0.3 s, answered 75 % by release 1 and 25 % by release 2. None failed.',
    );
    expect(usersSentence(story({ visits: [] }))).toBe('There were no users.');
  });

  test('names errors now and later', () => {
    const visits = [visit({ version: '', release: '', problem: 'reset' })];
    expect(usersSentence(story({ visits }))).toBe('Users sent 1 requests in 0.0 s. 1 failed.');
    expect(nowSentence(story({ visits }))).toBe('users right now: an error · 1 requests · 1 failed');
  });

  test('says what the users of each function meet, where they differ', () => {
    const functionNames = ['search-api', 'search-indexer'];
    const visits = [visit(), visit({ functionName: 'search-indexer', release: '1' })];
    expect(nowSentence(story({ visits: [visit()] }))).toBe('users right now: release 2 · 1 requests · 0 failed');
    expect(nowSentence(story({ visits, functionNames }))).toBe('users right now: release 2, 1 · 2 requests · 0 failed');
    expect(nowSentence(story({ visits: [] }))).toBe('users: none yet');
  });
});
