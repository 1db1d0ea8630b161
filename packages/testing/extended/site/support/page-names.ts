import type { SiteWorld } from '@actions-aws/testing';
import {
  CreateFunctionCommand,
  GetDistributionConfigCommand,
  PublishFunctionCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';

/** In which form a builder writes the page `/books`: as `books.html`, as `books/index.html`, or not, where the first page shows it. */
export type PageForm = 'html' | 'folder' | 'one';

const FILE: Readonly<Record<PageForm, string>> = {
  html: "request.uri += '.html'",
  folder: "request.uri += '/index.html'",
  one: "request.uri = '/index.html'",
};

/** Until a new configuration has reached all edge hosts, in milliseconds of the cloud's clock. */
const SPREAD_MS = 320_000;

/**
 * Has both sites find pages by the names that links have, as it is done in front of S3 without a pointer in a store:
 * https://github.com/aws-samples/amazon-cloudfront-functions/tree/main/url-rewrite-single-page-apps
 */
export async function findPages({ cloudfront, cloud, test, app }: SiteWorld, form: PageForm): Promise<void> {
  const Name = 'page-names';
  const code = `function handler(event) {
  const request = event.request;
  if (request.uri.endsWith('/')) request.uri += 'index.html';
  else if (!request.uri.includes('.')) ${FILE[form]};
  return request;
}`;
  const { ETag, FunctionSummary } = await cloudfront.send(
    new CreateFunctionCommand({
      Name,
      FunctionConfig: { Comment: '', Runtime: 'cloudfront-js-2.0' },
      FunctionCode: Buffer.from(code),
    }),
  );
  await cloudfront.send(new PublishFunctionCommand({ Name, IfMatch: ETag }));
  const { FunctionARN } = FunctionSummary?.FunctionMetadata ?? {};
  const FunctionAssociations = { Quantity: 1, Items: [{ FunctionARN, EventType: 'viewer-request' as const }] };
  for (const { id: Id } of [test, app]) {
    const { DistributionConfig: config, ETag: IfMatch } = await cloudfront.send(
      new GetDistributionConfigCommand({ Id }),
    );
    const DefaultCacheBehavior = { ...config?.DefaultCacheBehavior, FunctionAssociations };
    const DistributionConfig = { ...config, DefaultCacheBehavior };
    await cloudfront.send(new UpdateDistributionCommand({ Id, IfMatch, DistributionConfig } as never));
  }
  await cloud.clock.advance(SPREAD_MS);
}
