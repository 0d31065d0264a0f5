import type { Bytes } from "@colombe/base"

/** What a command may touch of the process, so that tests can hold it. */
export interface Io {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** A line to standard output, flushed when it resolves. */
  readonly print: (line: string) => Promise<void>
  /** A line to standard error. */
  readonly complain: (line: string) => Promise<void>
  readonly readInput: () => Promise<Bytes>
  /** The next line of standard input, without its end; undefined after the last. Not beside `readInput`. */
  readonly readLine: () => Promise<string | undefined>
  /** Resolves at SIGTERM or SIGINT. */
  readonly ended: Promise<void>
}
