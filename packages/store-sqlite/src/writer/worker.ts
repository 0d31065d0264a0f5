import { hash } from "node:crypto"
import { parentPort, workerData } from "node:worker_threads"
import type { HashName } from "@colombe/base/crypto"
import type { Hashing } from "@colombe/store"
import { openWriter } from "../database.ts"
import { openBatches } from "./batch.ts"
import { writeOperations } from "./operations.ts"
import type { FromWriter, ToWriter, WriterSetup } from "./protocol.ts"

/** The native hash: in the writer's loop the software one would cost as much as the database. */
const hashNames: Readonly<Record<HashName, string>> = {
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
}
const hashing: Hashing = {
  hash: (name, data) => new Uint8Array(hash(hashNames[name], data, "buffer")),
}

const { path, pagesMax } = workerData as WriterSetup
const database = openWriter(path, pagesMax)
const batches = openBatches(database, writeOperations(database, hashing))
const tell = (message: FromWriter): void => parentPort?.postMessage(message)

parentPort?.on("message", (message: ToWriter) => {
  if ("close" in message) {
    database.close()
    tell({ closed: true })
    return
  }
  for (let done = 0; done < message.calls.length; ) {
    const outcomes = batches.commit(message.calls, done)
    tell({ outcomes })
    done += outcomes.length
  }
})
