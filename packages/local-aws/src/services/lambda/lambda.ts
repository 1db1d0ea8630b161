import * as sdk from '@aws-sdk/client-lambda';
import { AwsError } from '../../kernel/errors.ts';
import { preceded } from '../../kernel/preceded.ts';
import type { Service } from '../../kernel/service.ts';
import { accountOperations } from './account.ts';
import { aliasOperations } from './aliases.ts';
import { asynchronousOperations } from './asynchronous.ts';
import { codeOperations } from './code.ts';
import { concurrencyOperations } from './concurrency.ts';
import { AGES, control } from './control.ts';
import { functionOperations } from './functions.ts';
import { fetchImages } from './images/fetch.ts';
import { accessDenied } from './images/read-image.ts';
import { invokeOperations } from './invoke.ts';
import { layerOperations } from './layers/layers.ts';
import { settle } from './lifecycle.ts';
import { linkedCode } from './links.ts';
import { mappingOperations } from './mappings.ts';
import { measured } from './metrics.ts';
import type { LambdaPlace } from './place.ts';
import { policyOperations } from './policy.ts';
import type { LambdaPorts } from './ports.ts';
import { provisionedOperations } from './provisioned.ts';
import { queue } from './queue.ts';
import { quota } from './quotas.ts';
import { recursionOperations } from './recursion.ts';
import { environments } from './runtime/environments.ts';
import { executions } from './runtime/executions.ts';
import { startInThread } from './runtime/node/in-thread.ts';
import { startInstance } from './runtime/node/worker.ts';
import { runtimeManagementOperations } from './runtime-management.ts';
import { slots } from './slots.ts';
import { initialState, type LambdaState } from './state.ts';
import { tagOperations } from './tags.ts';
import { unconfiguredOperations } from './unconfigured.ts';
import { urlOperations } from './urls.ts';
import { versionOperations } from './versions.ts';

/** Where functions' code runs: each instance in a worker, or all in the thread that asks, see `startInThread`. */
export type RunsFunctions = 'in-workers' | 'in-thread';

/**
 * AWS Lambda: functions with versions, aliases and all that hangs on them, run in workers of this process. Strict where AWS
 * is strict; each file names the source of what it encodes, and where AWS could not be found out, it is the harder for the
 * caller. "Recorded" means the aws-validated snapshots in localstack's tests/aws/services/lambda_.
 */
export function lambda(ports: LambdaPorts, runs: RunsFunctions = 'in-workers'): Service<LambdaState> {
  const unmeasured = executions(
    ports,
    environments(
      ports.readBlob,
      (codeSha256) => new AwsError('ServiceException', 500, `The package ${codeSha256} is gone from the local cloud`),
      runs === 'in-workers' ? startInstance : startInThread,
    ),
  );
  const { executions: running, slots: used } = measured(ports, unmeasured, slots());
  const waiting = queue(running, used);
  const service: Service<LambdaState> = {
    name: 'lambda',
    protocol: 'rest-json',
    sdk,
    initialState,
    // "The read is eventually consistent" (hashicorp/terraform-provider-aws#14578, #25440).
    eventual: true,
    operations: {
      ...functionOperations(ports),
      ...codeOperations(ports),
      ...versionOperations,
      ...aliasOperations,
      ...invokeOperations(running, used, waiting),
      ...concurrencyOperations,
      ...provisionedOperations,
      ...mappingOperations,
      ...urlOperations,
      ...policyOperations,
      ...asynchronousOperations,
      ...layerOperations(ports),
      ...tagOperations,
      ...accountOperations,
      ...recursionOperations,
      ...runtimeManagementOperations,
      ...unconfiguredOperations,
    },
    refusals: {
      denied: (message, action) =>
        action.startsWith('ecr:') ? accessDenied() : new AwsError('AccessDeniedException', 403, message),
    },
    quota,
    control,
    ages: AGES,
    download: linkedCode,
    async forget() {
      waiting.clear();
      used.clear();
      await running.forget();
    },
    async stop() {
      waiting.clear();
      await running.stop();
    },
  };
  return preceded(service, (call) => fetchImages(call, ports));
}

/** What is due happens to the functions of a place before ECR, which they are made of, changes. */
export function lookAtFunctions(place: LambdaPlace, ports: LambdaPorts): void {
  fetchImages(place, ports);
  settle(place.state, place.clock.now());
}
