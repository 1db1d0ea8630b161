import type { EvaluationState } from '@aws-sdk/client-cloudwatch';
import { settle } from './lifecycle.ts';
import type { CloudWatchPlace } from './operation.ts';
import type { Delays, ScriptedAnswer } from './state.ts';

/** What a test can arrange beyond AWS's API, reached as `cloudwatch.<method>` of the control API. */
export const control = {
  /** Sets how late data are from now on, in milliseconds of the local clock; what is left out stays. Returns all. */
  delay({ state }: CloudWatchPlace, change: Partial<Delays>): Delays {
    for (const [name, ms] of Object.entries(change)) {
      if (!Object.hasOwn(state.delays, name))
        throw new Error(`there is no delay ${name}; there are ${Object.keys(state.delays).join(', ')}`);
      if (!(ms >= 0)) throw new Error(`the delay ${name} is in milliseconds from 0 on, not ${ms}`);
    }
    state.delays = { ...state.delays, ...change };
    return state.delays;
  },

  /**
   * Makes one result of the next GetMetricData end so (SDK, MetricDataResult.StatusCode): `InternalError` and `Forbidden`
   * without values, `PartialData` with half of them and no token for the others, as of a math expression. Another code, as AWS
   * may come to have, comes without values: nothing is known of it.
   */
  answerNext({ state }: CloudWatchPlace, answer: ScriptedAnswer): void {
    if (!answer.statusCode || answer.statusCode === 'Complete')
      throw new Error(`a result that goes wrong ends with InternalError, Forbidden, PartialData or another code`);
    state.answers.push(answer);
  },

  /**
   * Gives a metric alarm an evaluation state, or takes it away (SDK, MetricAlarm.EvaluationState). While it has
   * EVALUATION_ERROR or EVALUATION_FAILURE it is not compared, and keeps the state that it had.
   */
  impair(
    { state, clock }: CloudWatchPlace,
    { alarmName, evaluationState }: { alarmName: string; evaluationState?: EvaluationState },
  ): void {
    settle(state, clock.now());
    const alarm = state.alarms.get(alarmName);
    if (alarm?.kind !== 'metric') throw new Error(`there is no metric alarm ${alarmName}`);
    alarm.evaluation = { state: evaluationState, updated: clock.now() };
  },
};
