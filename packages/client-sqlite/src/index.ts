export { folderBlobs } from "./blobs/node.ts"
export { openFileStore } from "./file/open.ts"
