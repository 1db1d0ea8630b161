import { accepted, duration, flag, type Input, input, text } from '@actions-aws/action';

/** The inputs that every action of this kind has: a plan instead of a run, and how long a run may take. */
export function runInputs({
  least,
}: {
  /** The shortest `timeout` that makes sense, such as `10s`. */ readonly least: string;
}) {
  return { dryRun: flag(), timeout: duration({ min: least, max: '6h' }) };
}

/** The inputs of an action that moves a pointer forward. */
export const promotionInputs = {
  allowOlder: flag(),
  credentialsExpireAt: timeOrUnknown(),
};

/** When the credentials end, as it is written; nothing for `unknown`. */
function timeOrUnknown(): Input<string | undefined> {
  const time = text({
    pattern: /^("?)\d{4}-\d\d-\d\dT[^"]+\1$/,
    hint: 'must be a time like 2026-05-04T12:00:00Z, or `unknown`',
  });
  return input<string | undefined>('time, or `unknown`', (given, surroundings) =>
    given === 'unknown' ? accepted(undefined) : time.parse(given, surroundings),
  );
}
