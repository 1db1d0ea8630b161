import { type Element, parseXml } from '../../../kernel/wire/xml-document.ts';

// What AWS adds to a configuration that leaves it out, as its answers show: the debug log of hashicorp/terraform-provider-aws#27147
// has a whole one, and the API reference says of each member what it is unless given.

const none = '<Quantity>0</Quantity>';

const ofDistribution = elements(`
  <Aliases>${none}</Aliases>
  <DefaultRootObject/>
  <OriginGroups>${none}</OriginGroups>
  <CacheBehaviors>${none}</CacheBehaviors>
  <CustomErrorResponses>${none}</CustomErrorResponses>
  <Logging><Enabled>false</Enabled><IncludeCookies>false</IncludeCookies><Bucket/><Prefix/></Logging>
  <PriceClass>PriceClass_All</PriceClass>
  <ViewerCertificate>
    <CloudFrontDefaultCertificate>true</CloudFrontDefaultCertificate>
    <SSLSupportMethod>vip</SSLSupportMethod>
    <MinimumProtocolVersion>TLSv1</MinimumProtocolVersion>
    <CertificateSource>cloudfront</CertificateSource>
  </ViewerCertificate>
  <Restrictions><GeoRestriction><RestrictionType>none</RestrictionType>${none}</GeoRestriction></Restrictions>
  <WebACLId/>
  <HttpVersion>http2</HttpVersion>
  <IsIPV6Enabled>false</IsIPV6Enabled>
  <ContinuousDeploymentPolicyId/>
  <Staging>false</Staging>`);

const ofOrigin = elements(`
  <OriginPath/>
  <CustomHeaders>${none}</CustomHeaders>
  <ConnectionAttempts>3</ConnectionAttempts>
  <ConnectionTimeout>10</ConnectionTimeout>
  <OriginShield><Enabled>false</Enabled></OriginShield>
  <OriginAccessControlId/>`);

const twoMethods = '<Quantity>2</Quantity><Items><Method>HEAD</Method><Method>GET</Method></Items>';

const ofBehavior = elements(`
  <TrustedSigners><Enabled>false</Enabled>${none}</TrustedSigners>
  <TrustedKeyGroups><Enabled>false</Enabled>${none}</TrustedKeyGroups>
  <AllowedMethods>${twoMethods}<CachedMethods>${twoMethods}</CachedMethods></AllowedMethods>
  <SmoothStreaming>false</SmoothStreaming>
  <Compress>false</Compress>
  <LambdaFunctionAssociations>${none}</LambdaFunctionAssociations>
  <FunctionAssociations>${none}</FunctionAssociations>
  <FieldLevelEncryptionId/>
  <GrpcConfig><Enabled>false</Enabled></GrpcConfig>`);

// "the minimum amount of time … CloudFront uses is 10 seconds" unless said: custom-error-pages-expiration.html of the developer guide.
const ofErrorResponse = elements('<ErrorCachingMinTTL>10</ErrorCachingMinTTL>');

/** A configuration with all that AWS adds. */
export function added(config: Element): Element {
  const children = config.children.map((child) => {
    if (child.name === 'Origins') return eachItem(child, ofOrigin);
    if (child.name === 'DefaultCacheBehavior') return completed(child, ofBehavior);
    if (child.name === 'CacheBehaviors') return eachItem(child, ofBehavior);
    return child.name === 'CustomErrorResponses' ? eachItem(child, ofErrorResponse) : child;
  });
  return completed({ ...config, children }, ofDistribution);
}

function eachItem(list: Element, defaults: readonly Element[]): Element {
  const children = list.children.map((child) => {
    if (child.name !== 'Items') return child;
    return { ...child, children: child.children.map((item) => completed(item, defaults)) };
  });
  return { ...list, children };
}

function completed(element: Element, defaults: readonly Element[]): Element {
  const lacking = defaults.filter(({ name }) => !element.children.some((child) => child.name === name));
  return { ...element, children: [...element.children, ...lacking] };
}

function elements(xml: string): readonly Element[] {
  return parseXml(Buffer.from(`<All>${xml}</All>`)).children;
}
