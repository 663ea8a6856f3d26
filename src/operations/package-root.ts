// Interfaces reach the machine layer through operations only.
export { packageRoot } from '../machine/package-root.ts'
