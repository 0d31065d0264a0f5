import { makeZip } from "client-zip"
import { saveBlob } from "../files/fetch.ts"
import type { ExportPlace } from "./place.ts"

interface Entry {
  readonly name: string
  readonly lastModified: Date
  readonly input: ReadableStream<Uint8Array>
}

/** One zip archive, stored and not compressed, that is handed to the person as a download when it is whole. */
export function exportArchive(name: string, now: number): ExportPlace {
  const entries = new TransformStream<Entry, Entry>()
  const toEntries = entries.writable.getWriter()
  // The browser puts on disk what it does not want to hold in memory.
  const archive = new Response(makeZip(each(entries.readable))).blob()
  // Looked at only at the end; until then a discarded one is nobody's failure.
  archive.catch(() => {})
  let file: WritableStreamDefaultWriter<Uint8Array> | undefined
  return {
    sink: {
      async open(path) {
        const pieces = new TransformStream<Uint8Array, Uint8Array>()
        file = pieces.writable.getWriter()
        await toEntries.write({
          name: `${name}/${path}`,
          lastModified: new Date(now),
          input: pieces.readable,
        })
      },
      write: async bytes => file?.write(new Uint8Array(bytes)),
      close: async () => file?.close(),
    },
    async finish() {
      await toEntries.close()
      saveBlob(await archive, `${name}.zip`)
    },
    async discard() {
      await Promise.allSettled([file?.abort(), toEntries.abort()])
    },
  }
}

/** Not every browser iterates over a stream by itself. */
async function* each(stream: ReadableStream<Entry>): AsyncGenerator<Entry> {
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}
