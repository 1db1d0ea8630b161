import type * as sdk from '@aws-sdk/client-cloudfront';
import { invalidArgument, invalidIfMatch, preconditionFailed, refused } from '../errors.ts';
import { operation } from '../operation.ts';
import { page } from '../paging.ts';
import { arnOf, type CloudFrontCall, type CloudFrontPlace, newId } from '../place.ts';
import type { CloudFrontPorts } from '../ports.ts';
import type { NamedStore } from '../state.ts';

interface Named {
  readonly Name?: string | undefined;
}

/** By its name: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html */
const resource = ({ Name = '*' }: Named, { account }: CloudFrontPlace) => arnOf(account, 'key-value-store', Name);

function storeOf({ state, account }: CloudFrontPlace, name = ''): NamedStore {
  const found = [...state.stores.values()].find((each) => each.account === account && each.name === name);
  if (!found) throw refused('EntityNotFound', 'The entity was not found.', 404);
  return found;
}

function shown({ clock }: CloudFrontPlace, { id, name, arn, comment, modified, ready }: NamedStore): sdk.KeyValueStore {
  const Status = ready <= clock.now() ? 'READY' : 'PROVISIONING';
  return { Name: name, Id: id, Comment: comment, ARN: arn, LastModifiedTime: new Date(modified), Status };
}

function assertMatches({ etag }: NamedStore, ifMatch: string | undefined): void {
  if (ifMatch === undefined || !/^E[A-Z0-9]{5,20}$/.test(ifMatch)) throw invalidIfMatch();
  if (ifMatch !== etag) throw preconditionFailed();
}

/** Whether a function has the store, in one of its stages. */
function isInUse({ state }: CloudFrontPlace, arn: string): boolean {
  const functions = [...state.functions.values()].flatMap(({ development, live }) => [development, ...live.slice(-1)]);
  return functions.some(({ config }) =>
    (config.KeyValueStoreAssociations?.Items ?? []).some(({ KeyValueStoreARN }) => KeyValueStoreARN === arn),
  );
}

/** What is done with stores themselves; their keys have an API of their own. */
export function storeOperations(ports: CloudFrontPorts) {
  return {
    /** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateKeyValueStore.html; how long it is PROVISIONING is not said. */
    CreateKeyValueStore: operation<sdk.CreateKeyValueStoreRequest, sdk.CreateKeyValueStoreResult>(
      'CreateKeyValueStore',
      {
        takes: ['Name', 'Comment'],
        resource,
        authorizes: () => [{ action: 'cloudfront:CreateKeyValueStore', resource: '*' }],
        run(call, { Name = '', Comment = '' }) {
          if (!/^[a-zA-Z0-9-_]{1,64}$/.test(Name)) throw invalidArgument('The parameter Name is not valid.');
          if ([...call.state.stores.values()].some(({ name, account }) => name === Name && account === call.account))
            throw refused('EntityAlreadyExists', 'The entity already exists. You must provide a unique entity.', 409);
          const made = newStore(call, Name, Comment);
          call.state.stores.set(made.arn, made);
          ports.makeStore(made.arn, made.ready);
          return { KeyValueStore: shown(call, made), ETag: made.etag, Location: made.arn };
        },
      },
    ),
    /** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DescribeKeyValueStore.html: the ETag is another than that of its keys. */
    DescribeKeyValueStore: operation<sdk.DescribeKeyValueStoreRequest, sdk.DescribeKeyValueStoreResult>(
      'DescribeKeyValueStore',
      {
        takes: ['Name'],
        resource,
        run(call, { Name }) {
          const store = storeOf(call, Name);
          return { KeyValueStore: shown(call, store), ETag: store.etag };
        },
      },
    ),
    /** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListKeyValueStores.html */
    ListKeyValueStores: operation<sdk.ListKeyValueStoresRequest, sdk.ListKeyValueStoresResult>('ListKeyValueStores', {
      takes: ['Marker', 'MaxItems', 'Status'],
      resource: () => '*',
      run(call, { Marker, MaxItems, Status }) {
        const own = [...call.state.stores.values()].filter(({ account }) => account === call.account);
        const all = own.map((each) => shown(call, each)).filter((each) => !Status || each.Status === Status);
        const { MaxItems: most, Quantity, NextMarker, Items } = page(all, { Marker, MaxItems });
        return {
          KeyValueStoreList: { MaxItems: most, Quantity, ...(NextMarker && { NextMarker }), ...(Items && { Items }) },
        };
      },
    }),
    /** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DeleteKeyValueStore.html */
    DeleteKeyValueStore: operation<sdk.DeleteKeyValueStoreRequest, void>('DeleteKeyValueStore', {
      takes: ['Name', 'IfMatch'],
      resource,
      run(call, { Name, IfMatch }) {
        const store = storeOf(call, Name);
        assertMatches(store, IfMatch);
        if (isInUse(call, store.arn))
          throw refused('CannotDeleteEntityWhileInUse', 'The entity cannot be deleted while it is in use.', 409);
        call.state.stores.delete(store.arn);
        ports.removeStore(store.arn);
      },
    }),
  };
}

function newStore(call: CloudFrontCall, name: string, comment: string): NamedStore {
  const [id, now] = [call.newId(), call.clock.now()];
  const arn = arnOf(call.account, 'key-value-store', id);
  return {
    id,
    name,
    account: call.account,
    arn,
    comment,
    etag: newId(call, 'E'),
    modified: now,
    ready: now + call.state.pace.provisioning,
  };
}
