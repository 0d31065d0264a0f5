export { connectRemote } from "./connect.ts"
export type { Channel, WorkerState } from "./messages.ts"
export { serveClient } from "./serve.ts"
