import { parseXml } from '../../../src/survey/document/xml.ts';
import { policyKey, type Reading, type Role, type Site, type Survey } from '../../../src/survey/survey.ts';

/** The release that both sites serve. */
export const RELEASE = '0123456789abcdef';

const ACCOUNT = '123456789012';

/** The ids of the two distributions. */
export const IDS: Readonly<Record<Role, string>> = { test: 'E1TEST', app: 'E2APP' };

/** A distribution as infrastructure code makes it, for either site: what may differ is told by its role. */
export function configOf(role: Role): string {
  return `<DistributionConfig>
    <CallerReference>of-${role}</CallerReference>
    <Aliases><Quantity>1</Quantity><Items><CNAME>${role}.example.com</CNAME></Items></Aliases>
    <DefaultRootObject>index.html</DefaultRootObject>
    <Origins><Quantity>2</Quantity><Items>
      <Origin><Id>${role}-bucket</Id><DomainName>web.s3.eu-west-1.amazonaws.com</DomainName><OriginPath>/r/${RELEASE}</OriginPath><CustomHeaders><Quantity>0</Quantity></CustomHeaders><S3OriginConfig><OriginAccessIdentity></OriginAccessIdentity></S3OriginConfig><ConnectionAttempts>3</ConnectionAttempts><OriginAccessControlId>OAC</OriginAccessControlId></Origin>
      <Origin><Id>${role}-api</Id><DomainName>api.${role}.example.com</DomainName><OriginPath></OriginPath><CustomHeaders><Quantity>1</Quantity><Items><OriginCustomHeader><HeaderName>x-key</HeaderName><HeaderValue>of ${role}</HeaderValue></OriginCustomHeader></Items></CustomHeaders><CustomOriginConfig><HTTPPort>80</HTTPPort><OriginReadTimeout>30</OriginReadTimeout></CustomOriginConfig></Origin>
    </Items></Origins>
    <OriginGroups><Quantity>0</Quantity></OriginGroups>
    <DefaultCacheBehavior><TargetOriginId>${role}-bucket</TargetOriginId><ViewerProtocolPolicy>redirect-to-https</ViewerProtocolPolicy><AllowedMethods><Quantity>2</Quantity><Items><Method>HEAD</Method><Method>GET</Method></Items></AllowedMethods><Compress>true</Compress><FunctionAssociations><Quantity>0</Quantity></FunctionAssociations><LambdaFunctionAssociations><Quantity>0</Quantity></LambdaFunctionAssociations><CachePolicyId>cache-of-${role}</CachePolicyId></DefaultCacheBehavior>
    <CacheBehaviors><Quantity>1</Quantity><Items><CacheBehavior><PathPattern>/api/*</PathPattern><TargetOriginId>${role}-api</TargetOriginId><Compress>false</Compress><CachePolicyId>disabled</CachePolicyId></CacheBehavior></Items></CacheBehaviors>
    <CustomErrorResponses><Quantity>0</Quantity></CustomErrorResponses>
    <Comment>The ${role} site</Comment>
    <PriceClass>PriceClass_All</PriceClass>
    <Enabled>true</Enabled>
    <ViewerCertificate><CloudFrontDefaultCertificate>true</CloudFrontDefaultCertificate></ViewerCertificate>
    <WebACLId></WebACLId>
    <HttpVersion>http2</HttpVersion>
    <ContinuousDeploymentPolicyId></ContinuousDeploymentPolicyId>
    <Staging>false</Staging>
    <ConnectionMode>direct</ConnectionMode>
  </DistributionConfig>`;
}

/** The bucket's policy as AWS's documentation has it, for these distributions. */
export function policyFor(ids: readonly string[], actions: readonly string[] = ['s3:GetObject']): string {
  const arns = ids.map((id) => `arn:aws:cloudfront::${ACCOUNT}:distribution/${id}`);
  const allowed = { Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' } };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Sites',
        ...allowed,
        Action: actions,
        Resource: ['arn:aws:s3:::web', 'arn:aws:s3:::web/*'],
        Condition: { StringEquals: { 'AWS:SourceArn': arns } },
      },
    ],
  });
}

/** What is different from two sites that are as they should be. */
export interface Different {
  readonly test?: Partial<Site>;
  readonly app?: Partial<Site>;
  /** Edits the documents of both distributions, or of one. */
  edit?(config: string, role: Role): string;
  readonly status?: string;
  readonly survey?: Partial<Survey>;
}

/** A survey of two sites that are as they should be, but for what is said. */
export function surveyOf({
  test,
  app,
  edit = (config) => config,
  status = 'Deployed',
  survey,
}: Different = {}): Survey {
  const siteOf = (role: Role, own: Partial<Site> = {}): Site => ({
    role,
    id: IDS[role],
    distribution: read({
      arn: `arn:aws:cloudfront::${ACCOUNT}:distribution/${IDS[role]}`,
      status,
      domainName: `${role}.cloudfront.net`,
      config: parseXml(edit(configOf(role), role)),
    }),
    accessControl: read(parseXml(signing('always'))),
    domains: [
      {
        url: `https://${role}.example.com`,
        answer: read({ status: 200, isCloudFront: true, release: RELEASE, distribution: undefined }),
      },
    ],
    store: undefined,
    release: { id: RELEASE, manifest: read({ format: 1, id: RELEASE, files: [], carried: [] }), workers: [] },
    ...own,
  });
  return {
    question: {
      bucket: 'web',
      test: { id: IDS.test },
      app: { id: IDS.app },
      pointer: 'origin-path',
      region: 'eu-west-1',
    },
    pointer: 'origin-path',
    test: siteOf('test', test),
    app: siteOf('app', app),
    bucket: read({ region: 'eu-west-1', isOwn: true }),
    bucketPolicy: read(policyFor(Object.values(IDS), ['s3:GetObject', 's3:ListBucket'])),
    policies: new Map([
      [policyKey('cache', 'cache-of-test'), cachePolicy(0)],
      [policyKey('cache', 'cache-of-app'), cachePolicy(0)],
      [policyKey('cache', 'disabled'), cachePolicy(0)],
    ]),
    functions: new Map(),
    ...survey,
  };
}

/** A reading that succeeded. */
export function read<Value>(value: Value): Reading<Value> {
  return { is: 'read', value };
}

/** One that did not. */
export const refused: Reading<never> = { is: 'unread', why: 'Not allowed to read it.', remedy: 'Allow it.' };

/** An origin access control that signs so. */
export function signing(behaviour: string, protocol = 'sigv4'): string {
  return `<OriginAccessControlConfig><Name>web</Name><SigningProtocol>${protocol}</SigningProtocol><SigningBehavior>${behaviour}</SigningBehavior><OriginAccessControlOriginType>s3</OriginAccessControlOriginType></OriginAccessControlConfig>`;
}

let names = 0;

/** A cache policy with a name of its own. */
export function cachePolicy(minimum: number) {
  names += 1;
  return read(
    parseXml(
      `<CachePolicyConfig><Comment/><Name>policy-${names}</Name><DefaultTTL>86400</DefaultTTL><MinTTL>${minimum}</MinTTL><ParametersInCacheKeyAndForwardedToOrigin><EnableAcceptEncodingGzip>true</EnableAcceptEncodingGzip></ParametersInCacheKeyAndForwardedToOrigin></CachePolicyConfig>`,
    ),
  );
}
