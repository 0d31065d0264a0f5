import type { Success } from "@colombe/base"
import type { AccountId, DeviceId, SignerId } from "@colombe/rules"
import type { Method, Refused, RequestOf, ResponseInit } from "@colombe/wire"
import type { Connection } from "./connection.ts"
import type { ServerContext } from "./context.ts"

export type Outcome<Value> = Success<Value> | Refused

/** Who signed in with a key of the account: a device, spare words or the recovery key. */
export interface SignerCaller {
  readonly connection: Connection
  readonly account: AccountId
  readonly signer: SignerId
}

export interface DeviceCaller {
  readonly connection: Connection
  readonly account: AccountId
  readonly device: DeviceId
}

/** One method: limits, membership, idempotency and compare-and-set stand in one function. */
export type Handler<M extends Method, Caller> = (
  server: ServerContext,
  caller: Caller,
  request: RequestOf<M>,
) => Promise<Outcome<ResponseInit<M>>>
