import type { Refusal } from '@actions-aws/action';
import type { Json } from '../components/component.ts';
import { refusal, text } from './lines.ts';
import { meant, NAME } from './names.ts';

const OWN_KEYS = ['paths', 'needs', 'status', 'all-of'] as const;
/** Inputs of the action, which are no keys of a component. */
const INPUTS = ['global', 'ignore'];
/** What the matrix says of each component by itself. */
const RESERVED_FIELDS = ['component', 'deleted'];

/** The author's own fields: all keys of a component that are none of ours, and not nearly one. */
export function fieldsIn(
  given: Readonly<Record<string, unknown>>,
  at: string,
): { readonly value: Readonly<Record<string, Json>>; readonly refusals: readonly Refusal[] } {
  const refusals: Refusal[] = [];
  const own = Object.entries(given).filter(([key]) => !OWN_KEYS.some((known) => known === key));
  for (const [index, [key, value]] of own.entries()) {
    const near = meant(key, OWN_KEYS);
    const place = `${at}.${key}`;
    // Expressions do not tell capitals from others: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts
    const lower = key.toLowerCase();
    const twin = own.slice(0, index).find(([other]) => other.toLowerCase() === lower)?.[0];
    if (near !== undefined) {
      const remedy = `Write \`${near}\`; a field of your own for the matrix needs a name that is less like it, such as \`my-${key}\`.`;
      refusals.push(refusal(place, undefined, 'is no key of a component', remedy));
    } else if (INPUTS.includes(key)) {
      refusals.push(
        refusal(
          place,
          undefined,
          'is no key of a component',
          `It is an input of the action: give \`${key}\` under \`with:\`.`,
        ),
      );
    } else if (RESERVED_FIELDS.includes(lower)) {
      refusals.push(refusal(place, undefined, 'is what the matrix says by itself', 'Call the field otherwise.'));
    } else if (twin !== undefined) {
      const message = `differs from \`${twin}\` in capitals only, which expressions cannot tell apart`;
      refusals.push(refusal(place, undefined, message, 'Call one of them otherwise.'));
    } else if (!NAME.test(key)) {
      refusals.push(
        refusal(at, key, 'is no name for a field', 'Begin with a letter, and use letters, digits, `-` and `_`.'),
      );
    } else if (!isJson(value)) {
      refusals.push(refusal(place, text(value), 'must be what JSON can hold', 'Quote it to make it text.'));
    }
  }
  return { value: Object.fromEntries(own) as Readonly<Record<string, Json>>, refusals };
}

function isJson(value: unknown): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return (
    typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isJson)
  );
}
