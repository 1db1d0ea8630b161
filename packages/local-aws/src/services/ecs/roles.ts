import type { Authorization } from '../../kernel/service.ts';

/**
 * The right to pass roles: "iam:PassRole", a dependent action of every operation that takes one
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_ecs.html). A role may be given by its name.
 */
export function passedRoles(
  { account }: { readonly account: string },
  roles: readonly (string | undefined)[],
): readonly Authorization[] {
  const arns = roles.flatMap((role) => (role === undefined || role === '' ? [] : [roleArn(account, role)]));
  return [...new Set(arns)].map((resource) => ({ action: 'iam:PassRole', resource }));
}

function roleArn(account: string, role: string): string {
  return role.startsWith('arn:') ? role : `arn:aws:iam::${account}:role/${role}`;
}
