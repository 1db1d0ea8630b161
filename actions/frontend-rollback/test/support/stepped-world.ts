import { accessKeyOf, type EndedBundle, type Stage, type SteppedStep, stageOn, startStep } from '@actions-aws/testing';
import { rollback } from './trials.ts';
import { type RollbackWorld, world } from './world.ts';

/** A world on a clock that is stepped. */
export interface SteppedWorld extends RollbackWorld {
  readonly stage: Stage;
  /** Whose calls the rollback's are, for faults. */
  readonly accessKeyId: string;
  /** Starts a rollback, which goes on when the stage does. */
  start(inputs?: Readonly<Record<string, string>>): Promise<SteppedStep>;
  /** Lets a rollback go on to its end. */
  goBack(inputs?: Readonly<Record<string, string>>): Promise<EndedBundle>;
}

const name = 'step';

/** Makes such a world. */
export async function steppedWorld(): Promise<SteppedWorld> {
  const made = await world(undefined, { scale: 0 });
  const stage = await stageOn(made.cloud);
  const start: SteppedWorld['start'] = (inputs) => startStep(stage, rollback(made, inputs), { name });
  return {
    ...made,
    stage,
    accessKeyId: accessKeyOf(name),
    start,
    async goBack(inputs) {
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
