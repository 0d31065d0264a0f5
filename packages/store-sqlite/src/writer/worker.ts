import { parentPort, workerData } from "node:worker_threads"
import { cutWriteAheadLog, openWriter } from "../database.ts"
import { storageCode } from "../failure.ts"
import { nativeHash } from "../native-hash.ts"
import { openBatches } from "./batch.ts"
import { writeOperations } from "./operations.ts"
import type { FromWriter, ToWriter, WriterSetup } from "./protocol.ts"

const { path, pagesMax } = workerData as WriterSetup
const database = openWriter(path, pagesMax)
const batches = openBatches(database, writeOperations(database, nativeHash))
const tell = (message: FromWriter): void => parentPort?.postMessage(message)

parentPort?.on("message", (message: ToWriter) => {
  if ("close" in message) {
    database.close()
    tell({ closed: true })
    return
  }
  if ("scrub" in message) {
    // A disk on which this fails says so at the next write, which somebody waits for.
    tryTo(() => cutWriteAheadLog(database))
    tell({ scrubbed: true })
    return
  }
  for (let done = 0; done < message.calls.length; ) {
    const outcomes = batches.commit(message.calls, done)
    tell({ outcomes })
    done += outcomes.length
  }
})

function tryTo(act: () => void): void {
  try {
    act()
  } catch (error) {
    if (storageCode(error) === undefined) throw error
  }
}
