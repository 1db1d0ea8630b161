import { duration, optional, path, text } from '@actions-aws/action';

export const inputs = { functionName: text(), timeout: duration({ max: '1h' }), zip: optional(path({ kind: 'file' })) };
export const outputs = ['greeting'] as const;
