export { type FuzzOptions, runFuzz } from "./fuzz.ts"
export { type Run, runWorld, World, type WorldOptions } from "./world.ts"
