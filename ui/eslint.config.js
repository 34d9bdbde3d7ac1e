import { readdirSync } from 'node:fs'
import js from '@eslint/js'
import hooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const tauri = {
  group: ['@tauri-apps/*'],
  message: 'Only src/host/tauri.ts knows the shell; everyone else talks to the Host interface.',
}
const memory = {
  group: ['**/host/memory/*', '**/host/memory'],
  message: 'The memory host serves tests and `vite --mode memory` only.',
}
const features = readdirSync(`${import.meta.dirname}/src/features`)

export default tseslint.config(
  { ignores: ['dist', 'src/generated'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['eslint.config.js'] }, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-restricted-imports': ['error', { patterns: [tauri] }],
      'no-restricted-globals': ['error', 'localStorage', 'sessionStorage'],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  ...features.map((own) => ({
    files: [`src/features/${own}/**`],
    rules: {
      'no-restricted-imports': ['error', {
        patterns: [tauri, memory, {
          group: [...features.filter((other) => other !== own).map((other) => `**/${other}/**`), '**/app/**'],
          message: 'No feature imports another feature or the app that composes them; share through src/shared.',
        }],
      }],
    },
  })),
  {
    files: ['src/shared/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [tauri, memory, { group: ['**/features/**', '**/app/**'], message: 'shared knows nobody above it.' }] }] },
  },
  { files: ['src/host/tauri.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['eslint.config.js'], ...tseslint.configs.disableTypeChecked },
)
