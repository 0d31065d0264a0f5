import { test } from "bun:test"
import { localBlobContract } from "../testing/blob-contract.ts"
import { memoryLocalBlobs } from "./memory.ts"

localBlobContract(test, () => memoryLocalBlobs())
