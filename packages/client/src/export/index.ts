export type { ExportProgress, ExportRequest } from "./export.ts"
export { writeExport } from "./export.ts"
export { fileIn, pollIn } from "./line.ts"
export type { ExportedClient, ExportSink } from "./ports.ts"
