import type { Operation } from '../../../kernel/service.ts';
import { noSuch, refused } from '../errors.ts';
import { given, operation } from '../operation.ts';
import { arnOf, type CloudFrontCall, type CloudFrontPlace, type Kind, newId } from '../place.ts';
import type { CloudFrontState, Policy } from '../state.ts';

/** The kinds of policies, as the state keeps them. */
export type PolicyKind = keyof CloudFrontState['policies'];

/** A policy that the caller may use: AWS's, or one of the account. */
export function policyOf<K extends PolicyKind>(
  { state, account }: CloudFrontPlace,
  kind: K,
  id: string,
): PolicyIn<K> | undefined {
  const found: Policy<unknown> | undefined = state.policies[kind].get(id);
  if (!found || (found.account !== undefined && found.account !== account)) return undefined;
  return found as PolicyIn<K>;
}

type PolicyIn<K extends PolicyKind> = CloudFrontState['policies'][K] extends Map<string, infer P> ? P : never;

interface Named {
  readonly Name: string | undefined;
}

/** How a kind of policies is called. */
interface Words {
  readonly kind: PolicyKind;
  readonly arn: Kind;
  /** In members and errors, such as `CachePolicy`. */
  readonly word: string;
  /** In messages. */
  readonly plain: string;
}

/** Reads and makes policies of a kind: all three have the same operations. */
function operationsOf({ kind, arn, word, plain }: Words): Readonly<Record<string, Operation<CloudFrontState>>> {
  const existing = (call: CloudFrontCall, id: string | undefined): Policy<Named> => {
    const found = policyOf(call, kind, id ?? '');
    if (!found) throw noSuch(`NoSuch${word}`, plain);
    return found as Policy<Named>;
  };
  const shown = ({ id, modified, config }: Policy<Named>) => ({
    Id: id,
    LastModifiedTime: new Date(modified),
    [`${word}Config`]: config,
  });
  const resource = ({ Id = '*' }: { readonly Id?: string }, { account }: CloudFrontPlace) => arnOf(account, arn, Id);
  return {
    [`Get${word}`]: operation<{ Id?: string }, object>(`Get${word}`, {
      takes: ['Id'],
      resource,
      run(call, { Id }) {
        const policy = existing(call, Id);
        return { [word]: shown(policy), ETag: policy.etag };
      },
    }),
    [`Get${word}Config`]: operation<{ Id?: string }, object>(`Get${word}Config`, {
      takes: ['Id'],
      resource,
      run(call, { Id }) {
        const policy = existing(call, Id);
        return { [`${word}Config`]: policy.config, ETag: policy.etag };
      },
    }),
    [`Create${word}`]: operation<Record<string, Named>, object>(`Create${word}`, {
      takes: [`${word}Config`],
      resource: () => '*',
      run(call, input) {
        const config = given(input[`${word}Config`]);
        const all = [...call.state.policies[kind].values()] as readonly Policy<Named>[];
        if (all.some((each) => each.account === call.account && each.config.Name === config.Name))
          throw refused(`${word}AlreadyExists`, `A ${plain} with this name already exists.`, 409);
        const policy: Policy<Named> = {
          id: call.newId(),
          account: call.account,
          etag: newId(call, 'E'),
          modified: call.clock.now(),
          config,
        };
        (call.state.policies[kind] as Map<string, Policy<Named>>).set(policy.id, policy);
        return { [word]: shown(policy), ETag: policy.etag, Location: policy.id };
      },
    }),
  } as unknown as Readonly<Record<string, Operation<CloudFrontState>>>;
}

/**
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetCachePolicy.html, API_CreateCachePolicy.html, and so of the
 * other two kinds.
 */
export const policyOperations = {
  ...operationsOf({ kind: 'cache', arn: 'cache-policy', word: 'CachePolicy', plain: 'cache policy' }),
  ...operationsOf({
    kind: 'originRequest',
    arn: 'origin-request-policy',
    word: 'OriginRequestPolicy',
    plain: 'origin request policy',
  }),
  ...operationsOf({
    kind: 'responseHeaders',
    arn: 'response-headers-policy',
    word: 'ResponseHeadersPolicy',
    plain: 'response headers policy',
  }),
};
