import { CreateFunctionCommand, PublishFunctionCommand } from '@aws-sdk/client-cloudfront';
import type { CheckWorld, Role } from './world.ts';

/** Publishes a function of the site's own, and has it run before the cache; that of the other site has the same code. */
export async function runFunction({ cloudfront, edit }: CheckWorld, role: Role): Promise<void> {
  const Name = `router-of-${role}`;
  const code = 'function handler(event) { return event.request; }';
  const made = await cloudfront.send(
    new CreateFunctionCommand({
      Name,
      FunctionConfig: { Comment: '', Runtime: 'cloudfront-js-2.0' },
      FunctionCode: Buffer.from(code),
    }),
  );
  await cloudfront.send(new PublishFunctionCommand({ Name, IfMatch: made.ETag }));
  const { FunctionARN } = made.FunctionSummary?.FunctionMetadata ?? {};
  const FunctionAssociations = { Quantity: 1, Items: [{ FunctionARN, EventType: 'viewer-request' as const }] };
  await edit(role, ({ DefaultCacheBehavior, ...config }) => ({
    ...config,
    DefaultCacheBehavior: { ...DefaultCacheBehavior!, FunctionAssociations },
  }));
}
