import './loaded.ts';
import { type LogLine, recordingLog } from '@actions-aws/action';
import { withinQuotas } from '@actions-aws/aws';
import { LAMBDA_QUOTAS } from '@actions-aws/lambda';
import { type LambdaWorld, lambdaWorld, type Means, stageOn, type Visit } from '@actions-aws/testing';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import type { Participant } from '../../src/participant.ts';
import { forward } from '../../src/patience.ts';
import { portsOver } from '../../src/ports.ts';
import { promote, type Result } from '../../src/promote.ts';
import { type Asked, askedOfAll, requestsOf } from './asked.ts';
import { noRegistry } from './no-registry.ts';

/** The local cloud on a clock that is stepped: what takes minutes takes no time, and always the same. */
export interface StageWorld extends LambdaWorld {
  promote(asked?: Asked, company?: Company): Promise<Result & Participant>;
  /** Several functions as one; what holds for the whole run is taken from the first. */
  promoteAll(several: readonly Asked[], company?: Company): Promise<Result>;
  /** What the users of the last run met. */
  visits(functionName?: string): readonly Visit[];
  /** What the last promotion logged, of one kind or of all. */
  log(kind?: LogLine['kind']): string;
  /** Lets time pass, in milliseconds. */
  pass(ms: number): Promise<void>;
}

/** Who is there while a promotion runs. */
export interface Company {
  /** Functions that are called through the alias once a second for each time that they are named, with a path that is not that of a health check. */
  readonly users?: readonly string[];
  /** What somebody else does meanwhile; `cancel` is what a workflow's cancellation does. */
  meanwhile?(means: Means & { cancel(): void }): Promise<void>;
}

/** Starts such a world. */
export async function stageWorld(): Promise<StageWorld> {
  const base = await lambdaWorld({ scale: 0 });
  const { cloud, functionName } = base;
  const stage = await stageOn(cloud);
  let log = recordingLog();
  let runs = 0;
  let visits = new Map<string, Visit[]>();

  const promoteAll: StageWorld['promoteAll'] = async (several, { users = [], meanwhile } = {}) => {
    log = recordingLog();
    visits = new Map(users.map((name) => [name, []]));
    runs += 1;
    const run = runs;
    const [{ timeoutMs = 600_000 } = {}] = several;
    let isOver = false;
    const running = stage.start(`run ${run}`, async ({ connect, clock, signal }) => {
      const clients = {
        lambda: withinQuotas(connect(LambdaClient), LAMBDA_QUOTAS, clock),
        s3: async () => connect(S3Client),
        cloudwatch: async () => connect(CloudWatchClient),
        registry: noRegistry,
      };
      const budget = { deadline: clock.now() + timeoutMs };
      const around = { log, clock, signal, budget, remember: () => {} };
      const context = { ...around, ports: portsOver(clients, clock, {}, forward(around)) };
      return promote(requestsOf(several, { functionName, run }), askedOfAll(several), context).finally(() => {
        isOver = true;
      });
    });
    // A test that expects it to be refused looks at it later.
    running.ended.catch(() => {});
    for (const [index, name] of users.entries()) {
      const more = users.indexOf(name) === index ? '' : `, group ${index + 1},`;
      stage.start(`users of ${name}${more} in run ${run}`, async ({ connect, clock }) => {
        const lambda = connect(LambdaClient);
        const Payload = Buffer.from(JSON.stringify({ rawPath: '/' }));
        while (!isOver) {
          const sent = clock.now();
          const met = await lambda.send(new InvokeCommand({ FunctionName: name, Qualifier: 'live', Payload })).then(
            ({ ExecutedVersion = '', FunctionError }) => ({
              version: ExecutedVersion,
              ...(FunctionError && { functionError: FunctionError }),
            }),
            (error: Error) => ({ failure: `${error.name}: ${error.message}` }),
          );
          visits.get(name)?.push({ sent, at: clock.now(), body: '', ...met });
          await clock.sleep(1_000);
        }
      });
    }
    if (meanwhile) {
      const cancel = () => running.cancel(new Error('The workflow was cancelled.'));
      stage.start(`somebody in run ${run}`, (means) => meanwhile({ ...means, cancel }));
    }
    await stage.finish();
    return running.ended;
  };

  return {
    ...base,
    visits: (name = functionName) => visits.get(name) ?? [],
    log: (kind) => log.text(kind),
    pass: (ms) => cloud.clock.advance(ms),
    promoteAll,

    async promote(asked = {}, company = {}) {
      const result = await promoteAll([asked], company);
      const [participant] = result.participants;
      if (!participant) throw new Error('the function was passed over');
      return { ...participant, ...result };
    },

    async stop() {
      await stage.clear();
      await base.stop();
    },
  };
}
