import { InputError, type Problem } from '@actions-aws/action';
import { type Check, type GivenCheck, wrongForSites } from '@actions-aws/checks';
import type { Deployer } from '@actions-aws/promotion';
import type { Desired } from '../plan/state.ts';
import type { Given } from './inputs.ts';
import { unprovedBy } from './needs.ts';

/**
 * Reads the rules that span inputs, before any call.
 *
 * @throws InputError naming all that is wrong.
 */
export function requestFrom(given: Given, deployer: Deployer): Desired {
  const problems: Problem[] = [];
  const { staged, smoke, verify, proofs = {}, require = [] } = given;
  problems.push(...wrongProofs(given));
  const smokeChecks = checksFrom(smoke ?? [], 'smoke', problems);
  const verifyChecks = verify === 'smoke' ? smokeChecks : checksFrom(verify, 'verify', problems);
  if (given.testDistribution === given.appDistribution) {
    problems.push({
      input: 'app-distribution',
      value: given.appDistribution,
      message: 'is the same as `test-distribution`',
      remedy: 'Give each site a distribution of its own: users of APP must not meet the candidate.',
    });
  }
  if (problems.length > 0) throw new InputError(problems);
  return {
    bucket: given.bucket,
    test: given.testDistribution,
    app: given.appDistribution,
    staged,
    smoke: smokeChecks,
    asksTest: !isNone(smoke),
    require,
    unproved: unprovedBy(require, proofs, staged.release),
    verify: verifyChecks,
    settleMs: given.settle,
    allowOlder: given.allowOlder,
    deployer,
  };
}

/** `none`, which has to be said: nothing that is given, and holds no check. */
function isNone(smoke: readonly GivenCheck[] | undefined): boolean {
  return smoke !== undefined && smoke.length === 0;
}

/** A condition that is lost must not count as none. */
function wrongProofs({ smoke, proofs, require }: Given): readonly Problem[] {
  if (require === undefined && proofs !== undefined) {
    return [
      {
        input: 'require',
        message: 'is empty, or was not given, so that `proofs` would prove nothing',
        remedy: 'Name the jobs without which nothing is promoted, such as `e2e`; or take `proofs` out.',
      },
    ];
  }
  if (require !== undefined && proofs === undefined) {
    return [
      {
        input: 'proofs',
        message: 'is empty, or was not given, and `require` names jobs of it',
        remedy: 'Hand over the context `needs` as JSON, by the expression `toJSON(needs)`.',
      },
    ];
  }
  if (require === undefined && smoke === undefined) {
    return [
      {
        input: 'smoke',
        message: 'is empty, or was not given, and `require` names no job: nothing would prove the release',
        remedy:
          'Give checks such as `GET /`, or name jobs in `require`; or say `none` to promote what nothing has proved.',
      },
    ];
  }
  const missing = (require ?? []).filter((job) => !Object.hasOwn(proofs ?? {}, job));
  return missing.map((job) => ({
    input: 'require',
    value: job,
    message: 'is not among the jobs of `proofs`',
    remedy: 'Name the job in the `needs:` of this one, by its id.',
  }));
}

function checksFrom(given: readonly GivenCheck[], input: string, problems: Problem[]): readonly Check[] {
  problems.push(...wrongForSites(given).map((wrong) => ({ input, ...wrong })));
  if (input === 'smoke') {
    for (const [index, check] of given.entries()) {
      if (check.kind !== 'url') continue;
      problems.push({
        input,
        at: `[${index}]`,
        value: check.url,
        message: 'an address need not lead to TEST',
        remedy: 'Write a method and a path, such as `GET /`, or put it into `verify`.',
      });
    }
  }
  return given.filter((check): check is Check => check.kind !== 'payload-file');
}
