import { figuresOf, headline } from '../src/story/headline.ts';
import { chapter, detection, move, played, run, step, story, visit, visitsTo } from './tales.ts';

describe('the headline', () => {
  const rejected = chapter({ steps: [step({ outcome: 'rejected', green: false })] });

  test('says that nobody met the broken build, where there was no canary', () => {
    expect(headline(story({ chapters: [chapter(), rejected] }))).toEqual({
      title: ['No user met the broken build.'],
      lead: 'Two chapters in the life of one function, while users kept calling it. A broken build was stopped before any user met it.',
    });
  });

  test('says how many met the canary, and for how long', () => {
    const canary = played({
      chapter: chapter({ canary: '4' }),
      runs: [run({ moves: [move(900, { aside: 0.1 }), move(190_000)] })],
    });
    const visits = [...visitsTo('2', '2', '2', '4'), visit({ at: 195_000 })];
    const { title, lead } = headline(story({ played: [canary], chapters: [canary.chapter, rejected], visits }));
    expect(title).toEqual(['One bad release met nobody.', 'The other met few, and briefly.']);
    expect(lead).toContain('as a canary it answered 25 % of all requests for 3 min 9 s, until');
  });
});

describe('the headline of one scene', () => {
  test('says of a canary alone how few met it', () => {
    const canary = played({ chapter: chapter({ canary: '4' }) });
    const { title, lead } = headline(story({ played: [canary] }));
    expect(title).toEqual(['The bad release met few, and briefly.']);
    expect(lead).toContain(
      'One chapter in the life of one function, while users kept calling it. A bad release passed',
    );
  });

  test('says of a release that went well that every user got an answer', () => {
    expect(headline(story())).toEqual({
      title: ['Every user got an answer.'],
      lead: 'One chapter in the life of one function, while users kept calling it.',
    });
  });
});

describe('the figures', () => {
  test('count what looked at a push as a run of an action', () => {
    const pushed = played({ detections: [detection(), undefined] });
    expect(figuresOf(story({ played: [pushed, played({ runs: [] })] }))[3]).toEqual(['2', 'runs of actions']);
  });

  test('say by whom requests failed, or that nobody knows', () => {
    const failed = visit({ version: '4', release: '', problem: 'HTTP 500' });
    const lost = visit({ version: '', release: '', problem: 'reset' });
    const figures = (visits: Parameters<typeof story>[0]) => figuresOf(story(visits))[1];
    expect(figures({ visits: [...visitsTo('4'), failed] })).toEqual(['1', 'of them failed, by release 4']);
    expect(figures({ visits: [lost] })).toEqual(['1', 'of them failed, by nobody knows whom']);
    expect(figures({ visits: visitsTo('1') })).toEqual(['0', 'of them failed']);
  });
});
