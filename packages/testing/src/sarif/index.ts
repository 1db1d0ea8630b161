export { refusedByMultitool } from './multitool.ts';
export { refusedBySchema } from './schema.ts';
