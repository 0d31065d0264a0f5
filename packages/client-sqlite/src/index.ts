export { folderBlobs } from "./blobs/node.ts"
export { openFileStore } from "./file/open.ts"
export { nativeHashing } from "./native-hashing.ts"
