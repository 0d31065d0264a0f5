export { browserBlobs } from "./blobs/browser.ts"
export { openBrowserStore } from "./browser/open.ts"
