import compiled from './build/ajv-standalone.mjs'

export const validate = (input) => (compiled(input) ? null : compiled.errors)
export const count = (result) => (result === null ? 0 : result.length)
