/** A statement of a function's resource policy, as far as it is looked at. */
export interface PolicyStatement {
  readonly Effect?: unknown;
  readonly Sid?: unknown;
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  /** Not evaluated: whether it holds is known only when a call comes. */
  readonly Condition?: unknown;
}

/** Actions by which a function runs: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
const INVOKE = ['lambda:invokefunction', 'lambda:invokefunctionurl', 'lambda:invokeasync'];

/**
 * Whether a statement may let its principal invoke `$LATEST`. True of all that is not understood: only a statement that
 * certainly allows no such call is passed over.
 */
export function allowsInvocation({ Effect, Action, NotAction, Resource }: PolicyStatement): boolean {
  if (Effect === 'Deny') return false;
  const isInvoke = Action === undefined || NotAction !== undefined || listOf(Action).some(mayInvoke);
  return isInvoke && listOf(Resource).some(mayBeLatest);
}

function mayInvoke(action: unknown): boolean {
  if (typeof action !== 'string') return true;
  const pattern = action.toLowerCase();
  // AWS may come to have other actions that invoke; so far all are named like these.
  return pattern.startsWith('lambda:invoke') || INVOKE.some((one) => isLike(pattern, one));
}

/** `arn:aws:lambda:region:account:function:name`, with nothing, `$LATEST` or a pattern for it behind the name. */
function mayBeLatest(resource: unknown): boolean {
  if (typeof resource !== 'string') return true;
  const qualifier = resource.split(':')[7];
  return !qualifier || isLike(qualifier, '$LATEST');
}

/** IAM's wildcards: `*` for any characters, `?` for one. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function isLike(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[^\w*?]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);
}

function listOf(given: unknown): readonly unknown[] {
  return Array.isArray(given) ? given : [given];
}
