import type { AliasRecord, FormerRoute, Route } from './state.ts';
import { chosenVersion, drawFrom } from './weights.ts';

/**
 * Remembers the route that an alias has had until `now`, where it has another one from now on. "Updating an alias to point
 * to a new version of a Lambda function happens asynchronously on the service side. There will be a short period of time
 * that existing function containers containing the previous source code package will continue to be invoked alongside the
 * new function version" (AWS whitepaper "Serverless Architectures with AWS Lambda", deployment). AWS gives no figure.
 */
export function withFormer(alias: AliasRecord, before: Route, now: number, pace: number): readonly FormerRoute[] {
  const open = alias.former.filter(({ until }) => until > now);
  if (pace === 0 || isSame(before, alias)) return open;
  const { functionVersion, weight } = before;
  return [...open, { functionVersion, weight, until: now + pace }];
}

/**
 * The version that gets one invocation of an alias; `id` is a UUID of the seeded generator. While a change has not reached
 * all of Lambda, it takes any of the routes that were in force since: each is as likely as the others, since nobody knows
 * how soon how much of Lambda has heard of it. That a version which is gone by then is answered "Function not found":
 * DataBiosphere/azul#7883, confirmed by AWS Support there.
 */
export function routed(alias: AliasRecord, id: string, now: number): string {
  const routes = [alias, ...alias.former.filter(({ until }) => until > now)];
  // Other bits than those that draw by weight.
  const which = Number.parseInt(id.slice(-12), 16) / 2 ** 48;
  return chosenVersion(routes[Math.floor(which * routes.length)] ?? alias, drawFrom(id));
}

function isSame(a: Route, b: Route): boolean {
  return (
    a.functionVersion === b.functionVersion &&
    a.weight?.version === b.weight?.version &&
    a.weight?.share === b.weight?.share
  );
}
