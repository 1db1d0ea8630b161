export default [{ files: ['src/**/*.mjs'], rules: { 'no-eval': 'error', 'no-new-func': 'error' } }];
