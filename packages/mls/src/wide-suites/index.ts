export { wideSuiteIds, wideSuites, withWideSuites } from "./suites.ts"
