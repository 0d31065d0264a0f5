import type { FileCalls } from "../api/index.ts"
import { forgetKept, keptByChat } from "../files/kept-by-chat.ts"
import { readPiece } from "../files/read.ts"
import { queueFiles } from "../files/send.ts"
import { discardFile, startFile, writePiece } from "../files/start.ts"
import type { Home } from "../home/home.ts"
import type { Driver } from "../session/driver.ts"
import { idOf, queued, sentAs, storing } from "./in-turn.ts"

export function fileCalls(home: Home, driver: Driver): FileCalls {
  return {
    startFile: file => storing(() => startFile(home, file)),
    writePiece: (file, index, bytes) =>
      storing(() => home.filesLane(() => writePiece(home, file, index, bytes))),
    sendFiles: (conversation, files, options) =>
      queued(home, driver, conversation, async (identity, known) =>
        sentAs(await queueFiles(home, identity, known, files, options)),
      ),
    discardFile: file => storing(() => home.filesLane(() => discardFile(home, file))),
    readPiece: (conversation, id, place, index) =>
      storing(async () => {
        const known = idOf(conversation)
        if (!known.ok) return known
        return readPiece(home, known.value, { id, place, index })
      }),
    keptByChat: () => storing(() => keptByChat(home)),
    forgetKept: conversation =>
      storing(async () => {
        const known = idOf(conversation)
        return known.ok ? home.filesLane(() => forgetKept(home, known.value)) : known
      }),
  }
}
