import type { ExportSink } from "@colombe/client/export"

/** Where an export is being written: kept when it is whole, else taken away again. */
export interface ExportPlace {
  readonly sink: ExportSink
  readonly finish: () => Promise<void>
  readonly discard: () => Promise<void>
}
