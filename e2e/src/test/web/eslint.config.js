import js from '@eslint/js';
import globals from 'globals';

/** The recommended rules, and others that find faults. How the code looks is up to its authors. */
const rules = {
  ...js.configs.recommended.rules,
  'array-callback-return': 'error',
  'consistent-return': 'error',
  'default-case-last': 'error',
  eqeqeq: 'error',
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-promise-executor-return': 'error',
  'no-return-assign': 'error',
  'no-self-compare': 'error',
  'no-sequences': 'error',
  'no-template-curly-in-string': 'error',
  'no-throw-literal': 'error',
  'no-unreachable-loop': 'error',
  'no-unused-expressions': 'error',
  // A name with a role may be taken out of an object, so that the rest of it can be used.
  'no-unused-vars': ['error', { ignoreRestSiblings: true }],
  'no-use-before-define': ['error', { functions: false, classes: false, variables: false }],
  'no-var': 'error',
  'prefer-const': 'error',
  radix: 'error',
  'require-await': 'error',
};

export default [
  { rules, linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: ['dashboard/**', 'producer/**'], languageOptions: { globals: globals.browser } },
  { files: ['e2e/**'], languageOptions: { globals: globals.node } },
];
