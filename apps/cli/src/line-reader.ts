import { createInterface, type Interface } from "node:readline"

/** Hands over the lines of a stream one by one. Nothing is read before the first is asked for. */
export function lineReader(input: NodeJS.ReadableStream): () => Promise<string | undefined> {
  let lines: AsyncIterator<string> | undefined
  return async () => {
    lines ??= (createInterface({ input }) satisfies Interface)[Symbol.asyncIterator]()
    const { value, done } = await lines.next()
    return done ? undefined : value
  }
}
