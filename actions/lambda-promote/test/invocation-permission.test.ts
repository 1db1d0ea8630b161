import { allowsInvocation, type PolicyStatement } from '../src/invocation-permission.ts';

const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:search-api';
const statement: PolicyStatement = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: FUNCTION };

test.each<[string, Partial<PolicyStatement>]>([
  ['InvokeFunction', {}],
  ['another case', { Action: 'LAMBDA:invokefunction' }],
  ['InvokeFunctionUrl', { Action: 'lambda:InvokeFunctionUrl' }],
  ['InvokeAsync', { Action: 'lambda:InvokeAsync' }],
  ['one of several', { Action: ['lambda:GetFunction', 'lambda:InvokeFunction'] }],
  ['all of Lambda', { Action: 'lambda:*' }],
  ['everything', { Action: '*' }],
  ['a pattern', { Action: 'lambda:Inv*' }],
  ['a pattern of single characters', { Action: 'lambda:Invoke????????' }],
  ['a pattern over the service', { Action: '*:InvokeFunction' }],
  ['a way to invoke that is newer than this action', { Action: 'lambda:InvokeByCarrierPigeon' }],
  ['all but something', { Action: undefined, NotAction: 'lambda:InvokeFunction' }],
  ['nothing that is said', { Action: undefined }],
  ['what is not text', { Action: [7] }],
  ['an effect that AWS does not have', { Effect: 'Permit' }],
  ['$LATEST', { Resource: `${FUNCTION}:$LATEST` }],
  ['any qualifier', { Resource: `${FUNCTION}:*` }],
  ['any resource', { Resource: '*' }],
  ['no resource', { Resource: undefined }],
  ['one resource of several', { Resource: [`${FUNCTION}:live`, FUNCTION] }],
  ['a condition', { Condition: { StringEquals: { 'AWS:SourceAccount': '123456789012' } } }],
])('a statement on %s may let users invoke $LATEST', (_, given) => {
  expect(allowsInvocation({ ...statement, ...given })).toBe(true);
});

test.each<[string, Partial<PolicyStatement>]>([
  ['reading the function', { Action: 'lambda:GetFunction' }],
  ['several readings', { Action: ['lambda:GetFunction', 'lambda:ListVersionsByFunction'] }],
  ['patterns that lead elsewhere', { Action: ['lambda:Get*', 'lambda:?etPolicy'] }],
  ['another service', { Action: 's3:*' }],
  ['no action', { Action: [] }],
  ['a denial', { Effect: 'Deny' }],
  ['an alias', { Resource: `${FUNCTION}:live` }],
  ['a version', { Resource: `${FUNCTION}:7` }],
  ['some qualifiers', { Resource: `${FUNCTION}:li*` }],
])('a statement on %s does not', (_, given) => {
  expect(allowsInvocation({ ...statement, ...given })).toBe(false);
});
