import { AwsError } from '../../kernel/errors.ts';

/**
 * Reads a filter pattern for unstructured events: terms that must all be there, `-` for one that must not, `?` for one
 * of several; quotes around a phrase; case matters. Patterns over fields and regular expressions are refused with a 501.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filter(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (/^[{[%]/.test(text))
    throw new AwsError(
      'NotImplemented',
      501,
      'The local cloud does not implement filter patterns over fields or regular expressions.',
    );
  const terms = [...text.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(([, sign, quoted, word]) => ({
    sign,
    text: quoted?.replace(/\\(.)/g, '$1') ?? word ?? '',
  }));
  const [required, excluded, optional] = ['', '-', '?'].map((sign) => terms.filter((term) => term.sign === sign));
  return (message) =>
    required!.every((term) => message.includes(term.text)) &&
    !excluded!.some((term) => message.includes(term.text)) &&
    // "?" terms are ignored beside required ones, as AWS's page says.
    (optional!.length === 0 || required!.length > 0 || optional!.some((term) => message.includes(term.text)));
}
