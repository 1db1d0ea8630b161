import { readValue } from '../../pointer/key-value-store/value.ts';
import { siteOriginOf } from '../document/config.ts';
import { textAt } from '../document/xml.ts';
import type { Site, Survey } from '../survey.ts';
import { type Finding, nameOf, unreadOf } from './verdicts.ts';

/** Whether the pointers of both sites can stand in stores; nothing where they stand elsewhere. */
export function ofStores(survey: Survey): readonly Finding[] {
  const { test, app } = survey;
  const findings = [test, app].flatMap((site) => ofOne(site, survey));
  const [ours, theirs] = [storeOf(test), storeOf(app)];
  if (ours === undefined || ours !== theirs || test.id === app.id) return findings;
  return [
    ...findings,
    { verdict: 'same-store', about: 'both', found: `TEST and APP both follow the store \`${ours}\`` },
  ];
}

function ofOne({ role, store, distribution }: Site, { pointer, functions }: Survey): readonly Finding[] {
  if (!store) return [];
  const name = nameOf(role);
  const { functionArn, stores, value, code } = store;
  const unread = [
    ...unreadOf(stores, role),
    ...unreadOf(value, role),
    // Code that differs between the sites has been looked for in any case.
    ...(functions.has(functionArn) ? [] : unreadOf(code, role)),
  ];
  if (pointer !== 'key-value-store' || unread.length > 0) return unread;
  if (stores.is === 'absent')
    return [{ verdict: 'no-store', about: role, found: `the function \`${functionArn}\` of ${name} is not LIVE` }];
  if (!value) {
    const found =
      functionArn === ''
        ? `the default behaviour of ${name} has no function for viewer requests`
        : `the function \`${functionArn}\` of ${name} has no store`;
    return [{ verdict: 'no-store', about: role, found }];
  }
  const findings: Finding[] = [];
  if (code?.is === 'read' && !code.value.isOurs) {
    const found = `the function \`${functionArn}\` of ${name}, which has a store, does not look for releases in it as this version does`;
    findings.push({ verdict: 'other-function', about: role, found });
  }
  if (value.is === 'read' && !readValue(value.value))
    findings.push({ verdict: 'other-value', about: role, found: `the key \`release\` of ${name} names no release` });
  const path = distribution.is === 'read' ? textAt(siteOriginOf(distribution.value.config), 'OriginPath') : '';
  if (path !== '')
    findings.push({ verdict: 'path-under-store', about: role, found: `the origin path of ${name} is \`${path}\`` });
  return findings;
}

function storeOf({ store }: Site): string | undefined {
  return store?.stores.is === 'read' ? store.stores.value[0] : undefined;
}
