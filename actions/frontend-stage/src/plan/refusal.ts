import { type Failure, isOlder } from '@actions-aws/promotion';
import { failureOfSurvey } from '@actions-aws/site';
import type { Desired, Observed } from './state.ts';

/** Why nothing more is done: something failed, or must not begin. */
export function refusal(observed: Observed, desired: Desired): Failure | undefined {
  return (
    observed.failure ?? failureOfSurvey(observed.verdicts) ?? tooLong(observed, desired) ?? older(observed, desired)
  );
}

/** A promotion writes into the comment of APP: that there is no room is told while there is time. */
function tooLong({ test, app }: Observed, desired: Desired): Failure | undefined {
  const long = [
    { name: 'TEST', id: desired.test, toFree: test.toFree },
    { name: 'APP', id: desired.app, toFree: app.toFree },
  ].filter(({ toFree }) => toFree > 0);
  const [first] = long;
  if (!first) return undefined;
  const each = long.map(
    ({ name, id, toFree }) => `that of ${name} (${id}) by ${toFree} ${toFree === 1 ? 'character' : 'characters'}`,
  );
  return {
    code: 'unsafe',
    message: `A distribution's comment is too long for what is written with its pointer, who moved it and from where: CloudFront takes 128 characters in all.`,
    hint: `Shorten ${each.join(', and ')}, in the infrastructure code.`,
  };
}

/** TEST serves what a newer run has staged: to move it back would have that run's tests meet another release. */
export function older({ test }: Pick<Observed, 'test'>, desired: Desired): Failure | undefined {
  const { test: id, build, deployer, allowOlder } = desired;
  const { order } = deployer;
  const there = test.mark?.order;
  if (allowOlder || test.release === build.id || !isOlder(order, there)) return undefined;
  return {
    code: 'older-run',
    message: `Run ${order?.number} of this workflow is older than run ${there?.number}, which staged what TEST (${id}) serves.`,
    hint: 'Let the newer run go on; to stage an older build on purpose, set `allow-older: true`.',
  };
}
