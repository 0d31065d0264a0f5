export { type Run, runWorld, World, type WorldOptions } from "./world.ts"
