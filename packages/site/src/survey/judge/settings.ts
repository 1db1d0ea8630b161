/** How it counts where the two sites differ in a setting. */
export type Counts =
  /** Of the site itself, or judged by a row of its own. */
  | 'own'
  /** Told, and no more. */
  | 'listed'
  /** As `listed`, and the values are shown to no one. */
  | 'hidden'
  /** TEST may have what keeps visitors out, which APP lacks; anything else is red. */
  | 'test-may-add'
  /** Visitors of APP would meet what was not proved. */
  | 'red';

/**
 * Every setting of a distribution that this version knows, by the name that leads to it; the longest one that fits decides.
 * `Behaviour` is each cache behaviour, `SiteOrigin` where the site's files come from, `TargetOrigin` any other origin of a behaviour.
 * A setting without a row is red where it differs: it is newer than this table.
 *
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html
 */
const SETTINGS: Readonly<Record<string, Counts>> = {
  CallerReference: 'own',
  Comment: 'own',
  Enabled: 'own',
  Staging: 'own',
  ContinuousDeploymentPolicyId: 'own',
  ConnectionMode: 'own',

  Aliases: 'listed',
  ViewerCertificate: 'listed',
  WebACLId: 'listed',
  Logging: 'listed',
  PriceClass: 'listed',
  Restrictions: 'listed',
  // How visitors connect, not what they see.
  HttpVersion: 'listed',
  IsIPV6Enabled: 'listed',
  AnycastIpListId: 'listed',
  TrustStoreConfig: 'test-may-add',
  ViewerMtlsConfig: 'test-may-add',
  ConnectionFunctionAssociation: 'test-may-add',

  DefaultRootObject: 'red',
  CustomErrorResponses: 'red',
  TenantConfig: 'red',
  CacheTagConfig: 'red',
  Behaviours: 'red',

  'Behaviour/AllowedMethods': 'red',
  'Behaviour/CachePolicy': 'red',
  'Behaviour/Compress': 'red',
  'Behaviour/DefaultTTL': 'red',
  'Behaviour/FieldLevelEncryptionId': 'red',
  'Behaviour/ForwardedValues': 'red',
  'Behaviour/FunctionAssociations': 'test-may-add',
  'Behaviour/GrpcConfig': 'red',
  'Behaviour/LambdaFunctionAssociations': 'test-may-add',
  'Behaviour/MaxTTL': 'red',
  'Behaviour/MinTTL': 'red',
  'Behaviour/OriginRequestPolicy': 'red',
  'Behaviour/PathPattern': 'own',
  'Behaviour/RealtimeLogConfigArn': 'listed',
  'Behaviour/ResponseHeadersPolicy': 'red',
  // Asks search engines to stay away, as a site for tests should.
  'Behaviour/ResponseHeadersPolicy/x-robots-tag': 'test-may-add',
  'Behaviour/SmoothStreaming': 'red',
  'Behaviour/TargetOrigin': 'red',
  'Behaviour/TargetOrigin/CustomHeaders': 'hidden',
  // The API that a site asks is often another one.
  'Behaviour/TargetOrigin/DomainName': 'listed',
  'Behaviour/TargetOrigin/Id': 'own',
  'Behaviour/TargetOrigin/OriginAccessControlId': 'listed',
  'Behaviour/TargetOrigin/OriginPath': 'listed',
  'Behaviour/TargetOrigin/OriginShield': 'listed',
  'Behaviour/TargetOrigin/VpcOriginConfig/VpcOriginId': 'listed',
  'Behaviour/TrustedKeyGroups': 'test-may-add',
  'Behaviour/TrustedSigners': 'test-may-add',
  'Behaviour/ViewerProtocolPolicy': 'red',

  'SiteOrigin/ConnectionAttempts': 'red',
  'SiteOrigin/ConnectionTimeout': 'red',
  'SiteOrigin/CustomHeaders': 'hidden',
  'SiteOrigin/CustomOriginConfig': 'red',
  'SiteOrigin/DomainName': 'own',
  'SiteOrigin/Id': 'own',
  'SiteOrigin/OriginAccessControlId': 'own',
  'SiteOrigin/OriginPath': 'own',
  'SiteOrigin/OriginShield': 'listed',
  'SiteOrigin/ResponseCompletionTimeout': 'red',
  'SiteOrigin/S3OriginConfig': 'own',
  'SiteOrigin/S3OriginConfig/OriginReadTimeout': 'red',
};

/** How a difference in a setting counts, by the setting's path; `undefined` where this version does not know the setting. */
export function countsFor(path: string): Counts | undefined {
  // What tells entries of a list apart may hold a `/`, as the patterns of paths do.
  for (
    let name = path.replace(/\[[^\]]*\]/g, '').replace(/@.*$/, '');
    name !== '';
    name = name.replace(/\/?[^/]*$/, '')
  ) {
    const found = SETTINGS[name];
    if (found) return found;
  }
  return undefined;
}
