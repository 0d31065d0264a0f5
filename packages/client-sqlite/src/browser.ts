export { openBrowserStore } from "./browser/open.ts"
