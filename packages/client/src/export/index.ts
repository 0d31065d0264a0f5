export type { ExportedClient, ExportProgress, ExportRequest, ExportSink } from "./export.ts"
export { writeExport } from "./export.ts"
export { pollIn } from "./line.ts"
