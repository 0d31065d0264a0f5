/**
 * Where an executable made by `npm run compile` keeps the code of the store's writer: beside its main file, under the
 * path that it has in the repository. Undefined where the code runs from its files.
 */
export const writerAddress: URL | undefined = import.meta.url.includes("/$bunfs/")
  ? new URL("file:///$bunfs/root/packages/store-sqlite/src/writer/worker.js")
  : undefined
