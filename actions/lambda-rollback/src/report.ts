import { type Run, UserError } from '@actions-aws/action';
import type { Outcome } from '@actions-aws/promotion';
import type { outputs } from './inputs.ts';
import type { Desired } from './plan.ts';
import type { Result } from './roll-back.ts';
import { inWords } from './words.ts';

/** Tells a workflow, and the people who look at it, how a rollback went. */
export function report(
  result: Result,
  desired: Desired,
  run: Pick<Run<unknown, (typeof outputs)[number]>, 'outputs' | 'summary' | 'log' | 'fail'>,
): void {
  const { outcome, before, after, because, planned, passedOver } = result;
  const was = after.alias.mark?.undid && outcome === 'rolled-back' ? after.alias.mark.undid : before.alias.version;
  const now = after.alias.version;
  run.outputs.set('outcome', outcome);
  run.outputs.set('version', now);
  run.outputs.set('previous-version', was);
  run.outputs.set('alias-arn', after.alias.arn);
  run.outputs.set('report', {
    function: desired.functionName,
    alias: desired.alias,
    outcome,
    version: now,
    previousVersion: was,
    because,
    planned,
    passedOver,
  });

  const named = `${desired.functionName}:${desired.alias}`;
  const told = sentence(result, desired);
  run.log.info(told);
  run.summary.heading(`${MARKS[outcome] ?? '❌'} ${named} ${was === now ? now : `${was} → ${now}`} ${outcome}`);
  run.summary.paragraph(told);
  if (outcome === 'planned') run.summary.list(planned.map((step) => inWords(step, desired)));
  if (passedOver.length > 0) run.summary.paragraph(`Passed over: ${passedOver.join('; ')}.`);
  if (after.uncertain) run.fail(after.uncertain);
  if (outcome === 'superseded')
    run.fail(new UserError(told, { hint: 'Look at what is live before you go back further.' }));
}

const MARKS: { readonly [O in Outcome]?: string } = { 'rolled-back': '⏪', noop: '✅', planned: '📝' };

function sentence({ outcome, after, because, before }: Result, { alias, functionName, onlyIf }: Desired): string {
  const { version } = after.alias;
  const named = `${alias} of ${functionName}`;
  switch (outcome) {
    case 'rolled-back':
      return `${functionName}:${alias} is back on version ${version}${because ? `: ${because}` : ''}.`;
    case 'noop':
      return onlyIf !== undefined && version !== onlyIf
        ? `Version ${onlyIf} was taken back already: ${named} is on version ${version}.`
        : `${named} is on version ${version} already.`;
    case 'unknown':
      return `Nobody can tell whether ${named} is on version ${version} still: AWS answered neither the write nor the look after it.`;
    case 'planned':
      return `A dry run; nothing was written. ${named} is on version ${before.alias.version}.`;
    default:
      if (onlyIf === version && before.alias === after.alias) {
        return `${named} shares its traffic with version ${Object.keys(after.alias.weights).join()}: somebody deployed since, and nothing was touched.`;
      }
      return onlyIf !== undefined && version !== onlyIf
        ? `${named} is on version ${version}, not on ${onlyIf}: somebody deployed since, and nothing was touched.`
        : `${named} was moved by somebody else meanwhile; it is on version ${version}, and was left as it is.`;
  }
}
