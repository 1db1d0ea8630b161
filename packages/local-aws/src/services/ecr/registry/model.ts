// OCI's distribution API in the form in which SDK clients export AWS's, so that the wire layer routes, reads and writes it
// as it does those: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#endpoints, with the number of each.

const namespace = 'oci.distribution';

/** A member of an input or an output: a scalar's number in Smithy's schemas, and where it travels (1 in the path, 16 as the body). */
type Binding = readonly [schema: unknown, traits: number | Readonly<Record<string, string>>];

const [text, integer] = [0, 1];
const label: Binding = [text, 1];
const bytes: Binding = [[0, namespace, 'Bytes', { streaming: 1 }, 42], 16];
const header = (name: string): Binding => [text, { httpHeader: name }];
const query = (name: string): Binding => [text, { httpQuery: name }];

/** Required members come first, and those of the path are required. */
function structure(name: string, members: Readonly<Record<string, Binding>>): readonly unknown[] {
  const required = Object.values(members).filter(([, traits]) => traits === 1).length;
  return [3, namespace, name, 0, Object.keys(members), Object.values(members), required];
}

/** What every answer may have. */
const answer = structure('RegistryAnswer', {
  Location: header('Location'),
  Digest: header('Docker-Content-Digest'),
  UploadId: header('Docker-Upload-UUID'),
  Range: header('Range'),
  Link: header('Link'),
  Subject: header('OCI-Subject'),
  FiltersApplied: header('OCI-Filters-Applied'),
  ContentType: header('Content-Type'),
  ContentLength: header('Content-Length'),
  ContentRange: header('Content-Range'),
  AcceptRanges: header('Accept-Ranges'),
  Body: bytes,
});

function operation(
  name: string,
  method: string,
  uri: string,
  status: number,
  members: Readonly<Record<string, Binding>> = {},
): readonly unknown[] {
  const input = structure(`${name}Request`, members);
  return [9, namespace, name, { http: [method, uri, status] }, () => input, () => answer];
}

const manifest = '/v2/{name+}/manifests/{reference}';
const blob = '/v2/{name+}/blobs/{digest}';
const uploads = '/v2/{name+}/blobs/uploads/';
const upload = '/v2/{name+}/blobs/uploads/{uuid}';
const ofManifest = { name: label, reference: label };
const ofBlob = { name: label, digest: label };
const ofUpload = { name: label, uuid: label };

/** The other host that ECR leads to for the bytes of a layer. */
export const layerModel: Readonly<Record<string, unknown>> = {
  GetLayer$: operation('GetLayer', 'GET', '/_local-aws-layers/{digest}', 200, {
    digest: label,
    range: header('Range'),
  }),
};

/** Every operation by its name; one that the service does not implement answers 501. */
export const model: Readonly<Record<string, unknown>> = Object.fromEntries(
  [
    // end-1
    operation('GetVersion', 'GET', '/v2/', 200),
    // end-2
    operation('HeadBlob', 'HEAD', blob, 200, ofBlob),
    operation('GetBlob', 'GET', blob, 200, ofBlob),
    // end-3
    operation('HeadManifest', 'HEAD', manifest, 200, { ...ofManifest, accept: header('Accept') }),
    operation('GetManifest', 'GET', manifest, 200, { ...ofManifest, accept: header('Accept') }),
    // end-4a, end-4b, end-11
    operation('StartBlobUpload', 'POST', uploads, 202, {
      name: label,
      digest: query('digest'),
      mount: query('mount'),
      from: query('from'),
      content: bytes,
    }),
    // end-5
    operation('PatchBlobUpload', 'PATCH', upload, 202, {
      ...ofUpload,
      range: header('Content-Range'),
      content: bytes,
    }),
    // end-6
    operation('CompleteBlobUpload', 'PUT', upload, 201, {
      ...ofUpload,
      digest: query('digest'),
      range: header('Content-Range'),
      content: bytes,
    }),
    // end-7
    operation('PutManifest', 'PUT', manifest, 201, {
      ...ofManifest,
      contentType: header('Content-Type'),
      content: bytes,
    }),
    // end-8a, end-8b
    operation('ListTags', 'GET', '/v2/{name+}/tags/list', 200, {
      name: label,
      n: [integer, { httpQuery: 'n' }],
      last: query('last'),
    }),
    // end-9
    operation('DeleteManifest', 'DELETE', manifest, 202, ofManifest),
    // end-10
    operation('DeleteBlob', 'DELETE', blob, 202, ofBlob),
    // end-12a, end-12b
    operation('GetReferrers', 'GET', '/v2/{name+}/referrers/{digest}', 200, {
      ...ofBlob,
      artifactType: query('artifactType'),
      last: query('last'),
    }),
    // end-13
    operation('GetBlobUpload', 'GET', upload, 204, ofUpload),
  ].map((each) => [`${String(each[2])}$`, each]),
);
