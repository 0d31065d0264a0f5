export { type Fuzzed, type FuzzOptions, runFuzz } from "./fuzz.ts"
export { fuzzMethods, type MethodFuzz } from "./fuzz-methods.ts"
export { type Run, runWorld, World, type WorldOptions } from "./world.ts"
