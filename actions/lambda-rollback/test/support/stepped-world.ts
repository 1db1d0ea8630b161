import { join } from 'node:path';
import {
  accessKeyOf,
  type BundleStep,
  codeOf,
  type EndedBundle,
  type LambdaWorld,
  lambdaWorld,
  type Stage,
  type SteppedStep,
  stageOn,
  startStep,
} from '@actions-aws/testing';
import { CreateAliasCommand, PublishVersionCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { promotedFrom } from './trials.ts';

/** A world on a clock that is stepped: version 2 is live, promoted from version 1. */
export interface SteppedWorld extends LambdaWorld {
  readonly stage: Stage;
  /** Whose calls the rollback's are, for faults. */
  readonly accessKeyId: string;
  /** Starts a rollback, which goes on when the stage does. */
  start(inputs?: Readonly<Record<string, string>>): Promise<SteppedStep>;
  /** Lets a rollback go on to its end. */
  rollBack(inputs?: Readonly<Record<string, string>>): Promise<EndedBundle>;
}

const action = join(import.meta.dirname, '..', '..');
const name = 'step';

/** Makes such a world. */
export async function steppedWorld(): Promise<SteppedWorld> {
  const made = await lambdaWorld({ scale: 0 });
  const { cloud, lambda, functionName: FunctionName } = made;
  await cloud.control.call('lambda.pace', { update: 0, publish: 0 }, { region: 'eu-west-1' });
  for (const code of ['v1', 'v2']) {
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: codeOf(code).bytes }));
    await lambda.send(new PublishVersionCommand({ FunctionName }));
  }
  const live = { FunctionName, Name: 'live', FunctionVersion: '2', Description: promotedFrom('1') };
  await lambda.send(new CreateAliasCommand(live));
  await cloud.clock.advance(60_000);
  const stage = await stageOn(cloud);
  const start: SteppedWorld['start'] = (inputs = {}) => {
    const step: BundleStep = { action, cloud, inputs: { functions: FunctionName, 'only-if': 'any', ...inputs } };
    return startStep(stage, step, { name });
  };
  return {
    ...made,
    stage,
    accessKeyId: accessKeyOf(name),
    start,
    async rollBack(inputs) {
      const running = await start(inputs);
      await stage.finish();
      return running.ended;
    },
    async stop() {
      await stage.clear();
      await made.stop();
    },
  };
}
