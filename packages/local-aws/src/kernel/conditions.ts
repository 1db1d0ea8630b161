import { like, likeArn } from './iam.ts';

/** The Condition of a statement: values by operator and key. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Throws for a condition that could not be enforced exactly as IAM would; `name` is that of its statement. */
export function assertCondition(name: string, condition: Condition): void {
  for (const [operator, keys] of Object.entries(condition)) {
    operatorOf(operator);
    for (const [key, values] of Object.entries(keys)) {
      const variable = list(values).find((value) => value.includes('${'));
      if (variable !== undefined)
        throw new Error(
          `statement ${name}: ${key} has the policy variable ${variable}, which the local cloud cannot enforce`,
        );
    }
  }
}

/** Whether all of a condition holds; `keys` are in lower case, and what a request lacks is not among them. */
export function conditionHolds(condition: Condition, keys: ReadonlyMap<string, string>): boolean {
  return Object.entries(condition).every(([operator, wanted]) =>
    Object.entries(wanted).every(([key, values]) => holds(operator, list(values), keys.get(key.toLowerCase()))),
  );
}

/**
 * Conditions on text, ARNs and truth: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String.
 * A key that is not there fails what is asked of it, and fulfils a negation, `…IfExists` and `ForAllValues:`
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html).
 */
function holds(operator: string, wanted: readonly string[], given: string | undefined): boolean {
  const { set, test, ifExists, negated } = operatorOf(operator);
  if (given === undefined) return ifExists || set === 'ForAllValues' || (negated && set === undefined);
  const matched = wanted.some((value) => test(value, given));
  return negated ? !matched : matched;
}

const tests: Readonly<Record<string, (wanted: string, given: string) => boolean>> = {
  StringEquals: (wanted, given) => wanted === given,
  StringEqualsIgnoreCase: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
  StringLike: like,
  // "The ArnEquals and ArnLike condition operators behave identically" (beside it).
  ArnEquals: likeArn,
  ArnLike: likeArn,
  Bool: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
};

function operatorOf(operator: string) {
  const [, set, name = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?((?:String|Arn)\w+?|Bool)(IfExists)?$/.exec(operator) ?? [];
  const negated = /^(String|Arn)Not/.test(name);
  const test = tests[negated ? name.replace('Not', '') : name];
  if (!test)
    throw new Error(
      `the condition operator ${operator} is not one that the local cloud can enforce; there are ${Object.keys(tests).join(', ')}, their negations, IfExists, ForAnyValue: and ForAllValues:`,
    );
  return { set, test, negated, ifExists: ifExists !== undefined };
}

function list(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
