import { validationFailed } from './errors.ts';

/** A metric math expression, read. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'id'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'negative'; readonly of: Expression }
  | { readonly kind: 'operator'; readonly sign: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Expression[] };

/** Loosest first; operators of one row bind equally, and to the left. */
const precedence = [['OR', '||'], ['AND', '&&'], ['==', '!=', '<=', '>=', '<', '>'], ['+', '-'], ['*', '/'], ['^']];

/**
 * Reads an expression such as `100 * FILL(errors, 0) / invocations`; throws ValidationError.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function parseExpression(text: string): Expression {
  const tokens = [
    ...text.matchAll(/\s*(\d+(?:\.\d+)?|[A-Za-z]\w*|"[^"]*"|'[^']*'|\|\||&&|[=!<>]=|[-+*/^<>()[\],]|\S)/g),
  ].map((match) => match[1] ?? '');
  let at = 0;
  const fail = () =>
    validationFailed(`Error in expression '${text}' [${tokens[at] ?? 'end of expression'} was not expected]`);

  function take(expected: string): void {
    if (tokens[at] !== expected) throw fail();
    at++;
  }

  function binary(level: number): Expression {
    const signs = precedence[level];
    if (!signs) return unary();
    let left = binary(level + 1);
    for (let sign = tokens[at]; sign !== undefined && signs.includes(sign); sign = tokens[at]) {
      at++;
      left = { kind: 'operator', sign, left, right: binary(level + 1) };
    }
    return left;
  }

  function unary(): Expression {
    if (tokens[at] !== '-') return primary();
    at++;
    return { kind: 'negative', of: unary() };
  }

  function primary(): Expression {
    const token = tokens[at] ?? '';
    if (token === '(') {
      at++;
      const inner = binary(0);
      take(')');
      return inner;
    }
    if (token === '[') {
      at++;
      return { kind: 'list', items: items(']') };
    }
    if (!/^[\dA-Za-z"']/.test(token)) throw fail();
    at++;
    if (/^\d/.test(token)) return { kind: 'number', value: Number(token) };
    if (/^["']/.test(token)) return { kind: 'text', value: token.slice(1, -1) };
    if (tokens[at] !== '(') return { kind: 'id', name: token };
    at++;
    return { kind: 'call', name: token, given: items(')') };
  }

  function items(end: string): Expression[] {
    const found: Expression[] = [];
    while (tokens[at] !== end) {
      if (found.length > 0) take(',');
      found.push(binary(0));
    }
    at++;
    return found;
  }

  const whole = binary(0);
  if (at < tokens.length) throw fail();
  return whole;
}
