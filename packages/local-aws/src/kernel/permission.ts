import type { Caller } from './credentials.ts';
import { deniedMessage, refusal } from './iam.ts';
import type { Kernel } from './kernel.ts';
import type { Authorization } from './service.ts';
import type { Visit } from './visit.ts';

/** Throws when the quota is used up or the caller's policies do not allow all that the operation needs. */
export function permit(kernel: Kernel, { route: { model }, operation, call, caller, iam, refusals, seq }: Visit): void {
  const quota = model.service.quota?.(call.operation);
  const scope = `${model.service.name}/${call.account}/${call.region}`;
  if (quota && !kernel.quotas.take(scope, quota, kernel.clock.now())) throw quota.refusal();
  if (operation.enforces) return;
  for (const authorization of iam) {
    const why = whyNot(caller, authorization);
    if (why === undefined) continue;
    kernel.journal.learn(seq, { denied: authorization });
    throw refusals.denied(deniedMessage(caller.principalArn, authorization, why), authorization.action);
  }
}

/** Why a caller may not, in the words of IAM; undefined when each of its policies allows it. */
export function whyNot({ policies }: Caller, authorization: Authorization): string | undefined {
  return policies.map((policy) => refusal(policy, authorization)).find((reason) => reason !== undefined);
}
