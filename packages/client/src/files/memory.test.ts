import { localBlobContract } from "../testing/blob-contract.ts"
import { memoryLocalBlobs } from "./memory.ts"

localBlobContract("memory", () => memoryLocalBlobs())
