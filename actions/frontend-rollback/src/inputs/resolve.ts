import type { Owner } from '@actions-aws/promotion';
import type { Desired } from '../plan/state.ts';
import { type Given, PREVIOUS } from './inputs.ts';

/** What a workflow asks for. No rule spans its inputs. */
export function requestFrom({ bucket, appDistribution, onlyIf, to, settle }: Given, owner: Owner): Desired {
  return { bucket, app: appDistribution, onlyIf, to: to === PREVIOUS ? undefined : to, settleMs: settle, owner };
}
