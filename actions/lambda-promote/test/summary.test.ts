import { createSummary } from '@actions-aws/action';
import { begin } from '../src/participant.ts';
import type { Result } from '../src/promote.ts';
import { endsOf } from '../src/report/ending.ts';
import { summarize } from '../src/report/summary.ts';
import { desired, settled } from './support/situations.ts';

test('what a hint tells to set stands in the summary as code, and everything else as it is', () => {
  const unqualified = [{ what: 'function URL https://x', remedy: 'Move the <b>URL</b>.' }];
  const participant = begin({ desired }, { ...settled, unqualified });
  const summary = createSummary();
  const result: Result = {
    outcome: 'failed',
    participants: [participant],
    skipped: [],
    bakes: [],
    cutoverWindowMs: undefined,
  };
  summarize(result, endsOf(result), summary);
  expect(summary.toString()).toContain(
    'Move the &lt;b&gt;URL&lt;/b&gt;. Or set `allow-unqualified: true` if they may.',
  );
});

test('where all functions are passed over, that stands at the head', () => {
  const skipped = [{ functionName: 'search-admin', why: 'there is no such function' }];
  const summary = createSummary();
  summarize({ outcome: 'noop', participants: [], skipped, bakes: [], cutoverWindowMs: undefined }, [], summary);
  expect(summary.toString().trim()).toBe(
    '## ✅ Nothing to promote\n\nPassed over: search-admin, there is no such function.',
  );
});
