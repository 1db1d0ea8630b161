import { createSummary } from '@actions-aws/action';
import { begin } from '../src/part.ts';
import { summarize } from '../src/report/summary.ts';
import { desired, settled } from './support/situations.ts';

test('what a hint tells to set stands in the summary as code, and everything else as it is', () => {
  const unqualified = [{ what: 'function URL https://x', remedy: 'Move the <b>URL</b>.' }];
  const part = begin({ desired }, { ...settled, unqualified });
  const summary = createSummary();
  summarize({ outcome: 'failed', parts: [part], skipped: [], bakes: [], cutoverWindowMs: undefined }, summary);
  expect(summary.toString()).toContain(
    'Move the &lt;b&gt;URL&lt;/b&gt;. Or set `allow-unqualified: true` if they may.',
  );
});
