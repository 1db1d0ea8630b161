import { LATEST } from '@actions-aws/lambda';
import { isOlder } from '@actions-aws/promotion';
import { type Desired, type Observed, plan } from './plan.ts';

/** A reason not to begin. */
export interface Refusal {
  readonly outcome: 'failed' | 'superseded';
  readonly message: string;
  readonly hint: string;
}

/** Looks for all that makes a promotion unsafe whatever the code is; asked before the first write. */
export function refusal(observed: Observed, desired: Desired): Refusal | undefined {
  const obstacles = [...unprovedUsers(observed, desired), ...splitTraffic(observed, desired)];
  if (obstacles.length > 0) {
    return {
      outcome: 'failed',
      message: obstacles.map(({ message }) => message).join(' '),
      hint: obstacles.map(({ hint }) => hint).join(' '),
    };
  }
  const { order } = desired.deployer;
  const live = observed.alias?.mark?.order;
  const movesPointer = plan(observed, desired).steps.some((step) => step.do === 'move');
  if (!movesPointer || desired.allowOlder || !isOlder(order, live)) return undefined;
  return {
    outcome: 'superseded',
    message: `Run ${order?.number} of this workflow is older than run ${live?.number}, which promoted what is live.`,
    hint: 'To go back on purpose use lambda-rollback, or set `allow-older: true`.',
  };
}

type Obstacle = Pick<Refusal, 'message' | 'hint'>;

/** Users who reach `$LATEST`, and would meet code before it is proved. */
function unprovedUsers({ alias, entrances }: Observed, desired: Desired): readonly Obstacle[] {
  const obstacles: Obstacle[] = [];
  if (entrances.length > 0 && !desired.allowUnqualified) {
    obstacles.push({
      message: `Users reach $LATEST of ${desired.functionName} without passing the alias, so they would meet unproved code: ${entrances.map(({ what }) => what).join('; ')}.`,
      hint: `${[...new Set(entrances.map(({ remedy }) => remedy))].join(' ')} Or set \`allow-unqualified: true\` if they may.`,
    });
  }
  if (alias?.version === LATEST) {
    obstacles.push({
      message: `Could not promote: ${named(desired)} points to $LATEST, so users meet every change at once and nothing can be proved first.`,
      hint: `Publish what is live and point the alias to it, once: aws lambda publish-version, then aws lambda update-alias --name ${desired.alias} --function-version <that version>.`,
    });
  }
  return obstacles;
}

/** A split that is not AWS's own, which comes and goes while provisioned concurrency follows the alias. */
function splitTraffic({ alias, provisioned }: Observed, desired: Desired): readonly Obstacle[] {
  const [split] = Object.entries(alias?.weights ?? {});
  if (!alias || !split || (provisioned && !provisioned.ready)) return [];
  const [version, share] = split;
  return [
    {
      message: `Could not promote: ${named(desired)} splits its traffic, ${share * 100} % to version ${version} and the rest to ${alias.version}; somebody else's deployment is under way, or broke off.`,
      hint: 'Let it end, or clear the weights: aws lambda update-alias --routing-config AdditionalVersionWeights={}.',
    },
  ];
}

function named({ functionName, alias }: Desired): string {
  return `the alias ${alias} of ${functionName}`;
}
