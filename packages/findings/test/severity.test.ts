import { levelFor } from '../src/severity/level.ts';
import { severityOf } from '../src/severity/severity.ts';

describe('severityOf', () => {
  it.each([
    [{ word: 'MODERATE', scores: [9.8], securitySeverity: '9.8', level: 'error' }, 'medium', 'tool', 'MODERATE'],
    [{ word: 'CRITICAL', level: 'error' }, 'critical', 'tool', 'CRITICAL'],
    [{ word: 'ERROR' }, 'high', 'tool', 'ERROR'],
    [{ word: 'Negligible' }, 'low', 'tool', 'Negligible'],
    [{ word: 'style' }, 'low', 'tool', 'style'],
    [{ word: 'UNKNOWN', scores: [9.8], level: 'note' }, 'unknown', 'tool', 'UNKNOWN'],
    [{ scores: [4.2, 7.5, 6], securitySeverity: '2', level: 'note' }, 'high', 'cvss', '7.5'],
    [{ scores: [], securitySeverity: '8.1', level: 'note' }, 'high', 'security-severity', '8.1'],
    [{ securitySeverity: 9, level: 'note' }, 'critical', 'security-severity', '9'],
    [{ securitySeverity: '8.9' }, 'high', 'security-severity', '8.9'],
    [{ securitySeverity: '6.9' }, 'medium', 'security-severity', '6.9'],
    [{ securitySeverity: '3.9' }, 'low', 'security-severity', '3.9'],
    // No score: GitHub takes what is above 0 and up to 10.
    [{ securitySeverity: '0.0', level: 'warning' }, 'medium', 'level', 'warning'],
    [{ securitySeverity: '11', level: 'error' }, 'high', 'level', 'error'],
    [{ securitySeverity: 'NaN', level: 'note' }, 'low', 'level', 'note'],
    [{ scores: ['7.5', null, {}] }, 'high', 'cvss', '7.5'],
    [{ level: 'none', word: 'HIGH', scores: [9] }, 'none', 'level', 'none'],
    [{ word: 'spicy', level: 'warning' }, 'medium', 'level', 'warning'],
    [{ word: 'spicy' }, 'unknown', 'nothing', 'spicy'],
    [{ word: 'constructor' }, 'unknown', 'nothing', 'constructor'],
    [{}, 'unknown', 'nothing', undefined],
  ] as const)('%j is %s, by %s', (said, word, source, text) => {
    expect(severityOf(said)).toEqual({ word, source, ...(text !== undefined && { said: text }) });
  });
});

describe('levelFor', () => {
  it.each([
    [undefined, 'note', 'error', 'error', 'note'],
    [undefined, undefined, 'error', 'note', 'error'],
    [undefined, undefined, undefined, 'note', 'note'],
    [undefined, undefined, undefined, undefined, 'warning'],
    ['fail', undefined, undefined, undefined, 'warning'],
    [undefined, 'fatal', undefined, 'error', 'error'],
    ['pass', 'error', 'error', 'error', 'none'],
    ['notApplicable', 'error', undefined, undefined, 'none'],
    ['informational', undefined, undefined, 'error', 'none'],
    ['review', undefined, undefined, 'error', 'error'],
    ['open', undefined, undefined, undefined, 'warning'],
  ] as const)('kind %s, level %s, override %s, rule %s: %s', (kind, own, override, rule, level) => {
    expect(levelFor(kind, own, override, rule)).toBe(level);
  });
});
