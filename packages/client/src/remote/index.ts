export { connectRemote, type Remote } from "./connect.ts"
export type { Channel, Message, WorkerState } from "./messages.ts"
export { isMethod, methodNames, type RemoteClient } from "./methods.ts"
export { type Served, serveClient } from "./serve.ts"
