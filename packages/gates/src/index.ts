export type { Alarm, AlarmKind, Alarms, Fired, WatchedAlarm } from './alarms.ts';
export { firedSince, fires, isFiring, missingOf, NO_SUCH_ALARM_HINT, noSuchAlarm, readAlarms } from './before.ts';
export { type Gate, type Watch, watchGate } from './gate.ts';
export { alarmNames, type CanaryStep, canarySteps, type Until, untilWhere } from './inputs.ts';
export { looker, type Seen, type Watched } from './look.ts';
export { type Slow, slowAlarms } from './slow-alarms.ts';
export {
  type Evidence,
  type Look,
  outOfTime,
  type Remedies,
  type Rules,
  stillIgnored,
  type Verdict,
  verdict,
} from './verdict.ts';
