import type { Call, Place } from '../../kernel/service.ts';
import type { LambdaState } from './state.ts';

/** Lambda's state, clock and names for one account and region. */
export type LambdaPlace = Place<LambdaState>;

/** One call of an operation of Lambda. */
export type LambdaCall = Call<LambdaState>;
