import type { Chapter } from '../src/story/story.ts';
import { tellDetection } from '../src/terminal/detection.ts';
import { formSentence } from '../src/terminal/form.ts';
import { tellImage, tellTag } from '../src/terminal/image.ts';
import { narrator } from '../src/terminal/narrator.ts';
import { tellChapter, tellConclusion, tellEnding } from '../src/terminal/telling.ts';
import { chapter, detection, image, played, push, run, step, story } from './tales.ts';

describe('a chapter on a terminal', () => {
  const promote = { functions: 'search-api', smoke: 'GET /health' };

  test('shows the step of the workflow', () => {
    expect(toldAt(chapter({ steps: [step({ inputs: promote })] }), [])).toContain(
      '- uses: org/actions/lambda-promote@v1\n       with:\n         functions: search-api\n         smoke: GET /health\n',
    );
  });

  test('does not show a step again', () => {
    const same = chapter({ steps: [step({ inputs: promote })] });
    expect(toldAt(same, [same])).not.toContain('uses:');
  });

  test('shows of a step that adds to an earlier one what it adds', () => {
    const more = chapter({ steps: [step({ inputs: { ...promote, canary: '10%/5m' } })] });
    expect(toldAt(more, [chapter({ steps: [step({ inputs: promote })] })])).toContain(
      'with:\n         # … as before, and\n         canary: 10%/5m\n',
    );
  });

  test('shows a step of another action, or with other inputs, in full', () => {
    const back = chapter({ steps: [step({ action: 'lambda-rollback', inputs: promote })] });
    const other = chapter({ steps: [step({ inputs: { ...promote, smoke: 'none' } })] });
    for (const one of [back, other]) {
      expect(toldAt(one, [chapter({ steps: [step({ inputs: promote })] })])).toContain('functions: search-api');
    }
  });

  test('shows what looks at the push first, and under which condition the step follows, once', () => {
    const pushed = chapter({ steps: [step({ inputs: promote, push: push() })] });
    expect(toldAt(pushed, [])).toContain(
      `- uses: org/actions/detect-changes@v1
       id: changes
       with:
         filters: "search-api: src/**"
     - uses: org/actions/lambda-promote@v1
       if: steps.changes.outputs.any == 'true'
`,
    );
    expect(toldAt(pushed, [pushed])).not.toContain('uses:');
  });

  test('tells the commit, its files and what they concern, each file once', () => {
    const shown = told((to) => tellDetection(detection(), 'a colleague', to));
    expect(shown).toContain('commit    6bc8954 Rank books, by a colleague\n');
    expect(shown).toContain('changes   added README.md, modified src/entries.mjs\n');
    expect(shown).toContain('a colleague │   search-api: true. It needs `shared`.\n');
    expect(shown).not.toContain('modified `');
  });

  test('ends with a step that was skipped', () => {
    const skipped = played({ chapter: chapter({ steps: [step({ outcome: 'skipped' })] }), runs: [] });
    expect(told((to) => tellEnding(skipped, [], to))).toContain(
      '✓ nothing is concerned: the step that promotes is skipped',
    );
  });

  test('ends with how each run ended, and the moral only when all went as told', () => {
    const steps = [step(), step({ by: 'a colleague', outcome: 'superseded', green: false })];
    const runs = [run(), run({ exitCode: 1, outputs: { outcome: 'superseded' } })];
    const both = played({ chapter: chapter({ steps }), runs });
    const good = told((to) => tellEnding(both, [], to));
    expect(good).toContain('✓ promoted after 0.4 s\n');
    expect(good).toContain("✗ a colleague: superseded after 0.4 s: the workflow's step is red\n");
    expect(good).toContain('Nobody noticed.');
    const bad = told((to) => tellEnding(both, [{ expected: 'a', found: 'b', held: false }], to));
    expect(bad).toContain('✗ Not as told: a; it was b.');
    expect(bad).not.toContain('Nobody noticed.');
  });
});

describe('an image on a terminal', () => {
  const failed = run({ exitCode: 1, log: '::error::The registry did not answer.' });

  test('is told by its name and its digest, and the tag by where it leads now', () => {
    expect(told((to) => tellImage(image('2'), undefined, to))).toContain(
      'search:sha-2, built and pushed as sha256:200000000000…',
    );
    expect(told((to) => tellImage(image('2'), 'a colleague', to))).toContain('200000000000…, by a colleague');
    const moved = run({ outputs: { digest: image('2').digest } });
    expect(told((to) => tellTag(moved, undefined, to))).toContain('search:live names sha256:200000000000… now');
  });

  test('that is not there is told in the words of the action that failed', () => {
    const none = image('2', { digest: '', run: failed });
    expect(told((to) => tellImage(none, 'a colleague', to))).toContain('The registry did not answer.');
    expect(told((to) => tellTag(failed, undefined, to))).toContain('The registry did not answer.');
  });

  test('is said to be in Node alone where this machine has no Python, and to be none on Windows', () => {
    expect(formSentence({ kind: 'image', python: '3.13' })).toContain('search-scheduler in Python (3.13');
    expect(formSentence({ kind: 'image', python: undefined })).toContain('this machine has no python3');
    expect(formSentence({ kind: 'zip' })).toContain('on Windows');
  });
});

describe('the end on a terminal', () => {
  test('says where the report is, and claims no success that was none', () => {
    const conclude = (held: boolean) =>
      told((to) => {
        tellConclusion(story(), {
          findings: [{ expected: 'a', found: 'b', held }],
          report: 'report.html',
          narrator: to,
        });
      });
    expect(conclude(true)).toContain('Every user got an answer.');
    expect(conclude(true)).toContain('report.html');
    expect(conclude(false)).not.toContain('Every user');
    expect(conclude(false)).toContain('✗ Expected: a. Found: b.');
    expect(conclude(false)).toContain('report.html');
  });
});

function toldAt(one: Chapter, earlier: readonly Chapter[]): string {
  return told((to) => tellChapter(one, earlier, to));
}

function told(tell: (to: ReturnType<typeof narrator>) => void): string {
  const written: string[] = [];
  tell(narrator({ write: (text) => written.push(text) }, {}));
  return written.join('');
}
