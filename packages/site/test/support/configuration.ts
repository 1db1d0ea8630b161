/** What stands in the configuration of a distribution, as far as a test says so. */
export interface Configured {
  /** As it stands in the document; a path between tags unless given. */
  readonly originPath?: string;
  readonly comment?: string;
  readonly target?: string;
}

/** A configuration as CloudFront writes it, with members that no client of today knows. */
export function configurationXml({
  originPath = '<OriginPath>/r/0123456789abcdef</OriginPath>',
  comment = '<Comment>Web shop</Comment>',
  target = 'site',
}: Configured = {}): string {
  return [
    '<CallerReference>made-by-terraform</CallerReference>',
    '<Aliases><Quantity>1</Quantity><Items><CNAME>shop.example.com</CNAME></Items></Aliases>',
    '<DefaultRootObject>index.html</DefaultRootObject>',
    '<Origins><Quantity>2</Quantity><Items>',
    '<Origin><Id>api</Id><DomainName>api.example.com</DomainName><OriginPath></OriginPath><CustomHeaders><Quantity>1</Quantity><Items><OriginCustomHeader><HeaderName>X-From</HeaderName><HeaderValue>a &lt;b&gt; &amp; "c"</HeaderValue></OriginCustomHeader></Items></CustomHeaders></Origin>',
    `<Origin><Id>site</Id><DomainName>bucket.s3.eu-west-1.amazonaws.com</DomainName>${originPath}<S3OriginConfig><OriginAccessIdentity></OriginAccessIdentity></S3OriginConfig></Origin>`,
    '</Items></Origins>',
    `<DefaultCacheBehavior><TargetOriginId>${target}</TargetOriginId><ViewerProtocolPolicy>redirect-to-https</ViewerProtocolPolicy><QuantumCompression mode="fast"><Level>9</Level></QuantumCompression></DefaultCacheBehavior>`,
    '<!-- a <Comment> of no one -->',
    '<FutureSettings><Comment>not this one</Comment><Empty/><Text><![CDATA[<Comment>nor this</Comment>]]></Text></FutureSettings>',
    comment,
    '<Enabled>true</Enabled>',
  ].join('\n  ');
}

/** The namespace of CloudFront's documents. */
export const NAMESPACE = 'http://cloudfront.amazonaws.com/doc/2020-05-31/';

/** The answer of GetDistributionConfig. */
export function configAnswer(given?: Configured): string {
  return `<?xml version="1.0"?>\n<DistributionConfig xmlns="${NAMESPACE}">${configurationXml(given)}</DistributionConfig>`;
}

/** The answer of GetDistribution. */
export function distributionAnswer(given?: Configured, status = 'Deployed'): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Distribution xmlns="${NAMESPACE}"><Id>E1TEST</Id><Status>${status}</Status><DomainName>d111.cloudfront.net</DomainName><DistributionConfig>${configurationXml(given)}</DistributionConfig></Distribution>`;
}
