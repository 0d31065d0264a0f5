import type { Bytes } from "@colombe/base"
import type { Client } from "../api/index.ts"

/** What an export asks of the SDK. */
export type ExportedClient = Pick<Client, "me" | "conversations" | "conversation" | "timeline" | "readPiece">

/** Where an export goes: files, one after the other. Rejects as its platform does where it cannot write. */
export interface ExportSink {
  /** `path`: below the export's folder, with `/` between its parts, each of which every file system takes. */
  open(path: string): Promise<void>
  write(bytes: Bytes): Promise<void>
  close(): Promise<void>
}
