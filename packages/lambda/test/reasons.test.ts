import { remedyOf, UnusableVersionError } from '../src/index.ts';

test.each([
  ['ImageDeleted: The function is trying to use a deleted image.', 'push or restore it, by the same digest'],
  ['ImageAccessDenied: Lambda does not have permission.', '`lambda.amazonaws.com`'],
  ['InvalidImage: ImageLayerFailure: UnsupportedImageLayerDetected', 'for Linux and one platform'],
  ['ImageDeleted', 'push or restore it'],
])('%s has a remedy', (reason, remedy) => {
  expect(remedyOf(reason)).toContain(remedy);
  const error = new UnusableVersionError({ functionName: 'search', version: '7' }, `is in the state Failed`, reason);
  expect(error.hint).toBe(remedyOf(reason));
});

test.each(['', 'InternalError: It broke.', 'constructor: x', 'The image was deleted: ImageDeleted'])(
  'of "%s" no more is known than AWS says',
  (reason) => {
    expect(remedyOf(reason)).toBeUndefined();
    const error = new UnusableVersionError({ functionName: 'search', version: '7' }, 'is in the state Failed', reason);
    expect(error.hint).toContain('Put right what AWS names');
  },
);
