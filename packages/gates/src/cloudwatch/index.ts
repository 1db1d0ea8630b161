export { awsAlarms } from './alarms.ts';
