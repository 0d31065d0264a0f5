import { afterAll, test } from "bun:test"
import { join } from "node:path"
import { localBlobContract } from "@colombe/client/testing"
import { removeFolder, temporaryFolder } from "../testing/folder.ts"
import { folderBlobs } from "./node.ts"

const folder = temporaryFolder()
let made = 0
localBlobContract(test, () => folderBlobs(join(folder, `files ${made++}`)))
afterAll(() => removeFolder(folder))
