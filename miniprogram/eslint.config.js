// ESLint for what the phone runs (JavaScript up to ES2018, WXML), and for the tools around it.
const wxml = require('eslint-plugin-wxml')
const wxmlParser = require('@wxml/parser')

const named = names => Object.fromEntries(names.map(name => [name, 'readonly']))
const PHONE = named([
  'wx', 'App', 'Page', 'Component', 'Behavior', 'getApp', 'getCurrentPages', 'require', 'module', 'exports', 'console',
  'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'ArrayBuffer', 'Uint8Array', 'DataView'
])
const NODE = named([
  'require', 'module', 'exports', '__dirname', '__filename', 'process', 'console', 'Buffer', 'setTimeout', 'clearTimeout', 'setInterval',
  'clearInterval', 'setImmediate', 'URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'fetch', 'performance', 'AbortController',
  'structuredClone', 'globalThis', 'queueMicrotask', 'Blob', 'FormData'
])
const NOT_ON_A_PHONE = [
  'window', 'document', 'fetch', 'localStorage', 'sessionStorage', 'navigator', 'location', 'history', 'alert', 'confirm', 'prompt',
  'XMLHttpRequest', 'WebSocket', 'globalThis', 'self', 'global', 'process', 'Buffer', 'crypto', 'TextEncoder', 'TextDecoder', 'URL',
  'URLSearchParams', 'FormData', 'Blob', 'FileReader', 'BigInt', 'structuredClone', 'queueMicrotask', 'requestAnimationFrame', 'Intl'
]
const TOO_NEW = ['replaceAll', 'matchAll', 'allSettled', 'fromEntries', 'flatMap', 'flat', 'at', 'trimStart', 'trimEnd', 'findLast', 'toSorted', 'hasOwn']

const WRITTEN = {
  'no-undef': 'error', 'no-unused-vars': ['error', { args: 'after-used', argsIgnorePattern: '^_', varsIgnorePattern: '^_' }], 'no-var': 'error', 'prefer-const': 'error',
  'eqeqeq': 'error', 'semi': ['error', 'never'], 'quotes': ['error', 'single', { avoidEscape: true, allowTemplateLiterals: true }],
  'no-unexpected-multiline': 'error', 'no-unreachable': 'error', 'no-dupe-keys': 'error', 'no-redeclare': 'error', 'no-const-assign': 'error',
  'no-fallthrough': 'error', 'no-self-assign': 'error', 'no-unsafe-finally': 'error', 'use-isnan': 'error', 'valid-typeof': 'error',
  'no-implicit-globals': 'off', 'no-tabs': 'error', 'no-trailing-spaces': 'error', 'eol-last': 'error', 'max-len': ['error', { code: 200 }],
  'no-constant-condition': ['error', { checkLoops: false }], 'no-empty': ['error', { allowEmptyCatch: true }], 'no-eval': 'error', 'no-new-func': 'error'
}

module.exports = [
  { ignores: ['node_modules/**', 'src/miniprogram_npm/**', '**/dist/**', '**/built/**'] },
  {
    files: ['**/src/**/*.js'],
    languageOptions: { ecmaVersion: 2018, sourceType: 'commonjs', globals: PHONE },
    rules: {
      ...WRITTEN,
      'no-restricted-globals': ['error', ...NOT_ON_A_PHONE],
      'no-restricted-syntax': [
        'error',
        { selector: 'CallExpression[callee.property.name=/^(' + TOO_NEW.join('|') + ')$/]', message: 'newer than ES2018: old phones do not know it' },
        { selector: 'Literal[regex.pattern=/\\(\\?<[=!]/]', message: 'iPhones before iOS 16.4 refuse a look-behind' }
      ]
    }
  },
  {
    files: ['**/checks/**/*.js', '**/preview/**/*.js', '*.config.js'],
    ignores: ['**/src/**'],
    languageOptions: { ecmaVersion: 2023, sourceType: 'commonjs', globals: NODE },
    rules: { ...WRITTEN, 'no-undef': 'off' }
  },
  {
    files: ['**/src/**/*.wxml'],
    plugins: { wxml },
    languageOptions: { parser: wxmlParser },
    rules: {
      'wxml/report-wxml-syntax-error': 'error', 'wxml/report-interpolation-error': 'error', 'wxml/no-duplicate-attributes': 'error',
      'wxml/no-wx-for-with-wx-if': 'error', 'wxml/no-wx-for-with-wx-else': 'error', 'wxml/wx-key': 'error', 'wxml/no-dynamic-wx-key': 'error',
      'wxml/event-binding-style': ['error', 'colon'], 'wxml/no-vue-directive': 'error', 'wxml/no-wx-if-string': 'error',
      'wxml/no-inconsistent-tagname': 'error',
      'wxml/forbid-tags': ['error', { forbid: ['t-swipe-cell'] }]
    }
  }
]
