import { excerpt } from '@actions-aws/checks';

/** An HTTP answer of a function; or, in words, what came instead. */
export type HttpAnswer = { readonly status: number; readonly body: string } | { readonly unlike: string };

/** What separates the prelude of a streamed response from its body. */
const DELIMITER = '\0'.repeat(8);

const REMEDY =
  'which is no HTTP answer: that is JSON with a whole number from 100 to 599 as `statusCode`, and text, if anything, as `body`. Let the function answer so, or check it by `payload` instead of `request`';

/**
 * Reads what a function answered to a request. Stricter than API Gateway, on purpose: with payload format 2.0 it takes JSON
 * without a `statusCode` for a body with the status 200, and so would any broken handler pass.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response
 *
 * Of a streamed response Invoke gives all in one: JSON with the status, eight NUL bytes, and the body as it is.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html,
 * https://github.com/aws/aws-lambda-web-adapter/issues/476
 */
export function httpAnswer(payload: string): HttpAnswer {
  // JSON writes a NUL as \u0000, so none stands in an answer that was not streamed.
  const end = payload.indexOf(DELIMITER);
  const isStreamed = end >= 0;
  const text = isStreamed ? payload.slice(0, end) : payload;
  const given = parsed(text);
  if (text === '' || given === null) return unlike('nothing');
  if (typeof given !== 'object' || !('statusCode' in given)) return unlike(excerpt(text));
  const { statusCode: status, body, isBase64Encoded } = given as Readonly<Record<string, unknown>>;
  if (!isStatus(status)) return unlike(`with the \`statusCode\` ${excerpt(JSON.stringify(status))}`);
  if (isStreamed) return { status, body: payload.slice(end + DELIMITER.length) };
  if (body === undefined || body === null) return { status, body: '' };
  if (typeof body !== 'string') return unlike(`with the \`body\` ${excerpt(JSON.stringify(body))}`);
  return { status, body: isBase64Encoded === true ? Buffer.from(body, 'base64').toString('utf8') : body };
}

function unlike(what: string): HttpAnswer {
  return { unlike: `it answered ${what}, ${REMEDY}` };
}

function isStatus(given: unknown): given is number {
  return Number.isInteger(given) && (given as number) >= 100 && (given as number) <= 599;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
