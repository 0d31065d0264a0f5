export { openFileStore } from "./file/open.ts"
