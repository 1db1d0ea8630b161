import type * as sdk from '@aws-sdk/client-cloudfront-keyvaluestore';
import { AwsError } from '../../kernel/errors.ts';
import type { Operation, Taken } from '../../kernel/service.ts';
import { invalid, notFound } from './errors.ts';
import type { KeyValueState, StoreVersion } from './state.ts';
import { anyStoreOf, assertMatches, isReady, type KeyValueCall, shownOf, sizeOf, storeOf, write } from './stores.ts';

interface Named {
  readonly KvsARN?: string | undefined;
}

/** Defines one operation: it acts on a store, by SigV4a alone. */
function operation<Input extends Named, Output>(
  name: string,
  takes: readonly Taken<Input>[],
  run: (call: KeyValueCall, input: Input) => Output,
): Operation<KeyValueState, Input, Output> {
  const resource = ({ KvsARN = '*' }: Named) => KvsARN;
  return {
    takes,
    resource,
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfrontkeyvaluestore.html
    authorizes: (input) => [{ action: `cloudfront-keyvaluestore:${name}`, resource: resource(input) }],
    run(call, input) {
      // "you must use Signature Version 4A": https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/kvs-with-functions-kvp.html
      if (!call.headers.authorization?.startsWith('AWS4-ECDSA-P256-SHA256 '))
        throw new AwsError('InvalidSignatureException', 403, 'The request is not signed by Signature Version 4A.');
      return run(call, input);
    },
  };
}

const totals = ({ items }: StoreVersion) => ({ ItemCount: Object.keys(items).length, TotalSizeInBytes: sizeOf(items) });

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_DescribeKeyValueStore.html: the ETag is another than the control plane's. */
const describeKeyValueStore = operation<sdk.DescribeKeyValueStoreRequest, sdk.DescribeKeyValueStoreResponse>(
  'DescribeKeyValueStore',
  ['KvsARN'],
  (call, { KvsARN = '' }) => {
    const store = anyStoreOf(call, KvsARN);
    const version = shownOf(store, call.clock.now());
    return {
      ...totals(version),
      KvsARN,
      Created: new Date(store.created),
      LastModified: new Date(version.at),
      Status: isReady(store, call) ? 'READY' : 'PROVISIONING',
      ETag: version.etag,
    };
  },
);

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_GetKey.html: without an ETag. */
const getKey = operation<sdk.GetKeyRequest, sdk.GetKeyResponse>(
  'GetKey',
  ['KvsARN', 'Key'],
  (call, { KvsARN, Key = '' }) => {
    const version = shownOf(storeOf(call, KvsARN), call.clock.now());
    const Value = version.items[Key];
    if (Value === undefined) throw notFound('The key');
    return { Key, Value, ...totals(version) };
  },
);

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_ListKeys.html */
const listKeys = operation<sdk.ListKeysRequest, sdk.ListKeysResponse>(
  'ListKeys',
  ['KvsARN', 'NextToken', 'MaxResults'],
  (call, { KvsARN, NextToken, MaxResults = 50 }) => {
    if (MaxResults < 1 || MaxResults > 50) throw invalid('MaxResults is from 1 to 50.');
    const { items } = shownOf(storeOf(call, KvsARN), call.clock.now());
    const all = Object.entries(items).sort(([a], [b]) => (a < b ? -1 : 1));
    const from =
      NextToken === undefined ? 0 : all.findIndex(([key]) => key > Buffer.from(NextToken, 'base64').toString());
    const page = from < 0 ? [] : all.slice(from, from + MaxResults);
    const last = page.at(-1)?.[0];
    const isCut = last !== undefined && last !== all.at(-1)?.[0];
    return {
      Items: page.map(([Key, Value]) => ({ Key, Value })),
      ...(isCut && { NextToken: Buffer.from(last).toString('base64') }),
    };
  },
);

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_PutKey.html */
const putKey = operation<sdk.PutKeyRequest, sdk.PutKeyResponse>(
  'PutKey',
  ['KvsARN', 'Key', 'Value', 'IfMatch'],
  (call, { KvsARN, Key = '', Value = '', IfMatch }) =>
    changed(call, KvsARN, IfMatch, { puts: { [Key]: Value }, deletes: [] }),
);

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_DeleteKey.html */
const deleteKey = operation<sdk.DeleteKeyRequest, sdk.DeleteKeyResponse>(
  'DeleteKey',
  ['KvsARN', 'Key', 'IfMatch'],
  (call, { KvsARN, Key = '', IfMatch }) => changed(call, KvsARN, IfMatch, { puts: {}, deletes: [Key] }),
);

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_kvs_UpdateKeys.html: "all or nothing", of at most 50 keys. */
const updateKeys = operation<sdk.UpdateKeysRequest, sdk.UpdateKeysResponse>(
  'UpdateKeys',
  ['KvsARN', 'IfMatch', 'Puts', 'Deletes'],
  (call, { KvsARN, IfMatch, Puts = [], Deletes = [] }) => {
    if (Puts.length + Deletes.length > 50) throw invalid('A request changes at most 50 keys.');
    const puts = Object.fromEntries(Puts.map(({ Key = '', Value = '' }) => [Key, Value]));
    return changed(call, KvsARN, IfMatch, { puts, deletes: Deletes.map(({ Key = '' }) => Key) });
  },
);

function changed(
  call: KeyValueCall,
  arn: string | undefined,
  ifMatch: string | undefined,
  { puts, deletes }: { readonly puts: StoreVersion['items']; readonly deletes: readonly string[] },
) {
  const store = storeOf(call, arn);
  assertMatches(call, store, ifMatch);
  const { items } = store.versions.at(-1)!;
  if (deletes.some((key) => items[key] === undefined)) throw notFound('The key');
  const kept = Object.fromEntries(Object.entries(items).filter(([key]) => !deletes.includes(key)));
  const version = write(call, store, { ...kept, ...puts });
  return { ...totals(version), ETag: version.etag };
}

/** What is done with the keys of stores. */
export const keyOperations = {
  DescribeKeyValueStore: describeKeyValueStore,
  GetKey: getKey,
  ListKeys: listKeys,
  PutKey: putKey,
  DeleteKey: deleteKey,
  UpdateKeys: updateKeys,
};
