import { decode, equal, fromUtf8, type Result } from "@colombe/base"
import {
  type AccountId,
  beginChain,
  checkHandle,
  type HandleStatement,
  handleStatement,
  hostFromBytes,
  isWorkDone,
  link,
  linkBytesMax,
  type VerifiedChain,
  verifyHandle,
} from "@colombe/rules"
import { type Delivery, type Refused, refuse, type SignUpRequest, whole } from "@colombe/wire"
import { takeToken } from "../buckets.ts"
import type { Connection } from "../connection.ts"
import type { ServerContext } from "../context.ts"
import type { Handler, Outcome } from "../handler.ts"
import { workBitsOf } from "./greet.ts"

/** Repeated with the same genesis and handle it is answered like the first time, whatever became of the first answer. */
export const signUp: Handler<typeof Delivery.method.signUp, Connection> = async (
  server,
  connection,
  request,
) => {
  const hasty = takeToken(server, "signIns", connection.peer.origin)
  if (hasty) return hasty
  if (server.signUp === "closed") return refuse("sign-up-closed")
  const checked = await checkSignUp(server, request)
  if (!checked.ok) return checked
  const { chain, handle } = checked.value
  if (!hasWorked(server, connection, chain.account, request)) return refuse("sign-up-work")
  if (server.signUp === "open" && (await isTaken(server, handle, chain.account)))
    return refuse("handle-taken")
  const limited = takeToken(server, "signUps", connection.peer.origin)
  if (limited) return limited
  const created = await server.store.accounts.create({
    account: chain.account,
    handle,
    handleStatement: request.handleStatement,
    handleSignature: request.handleSignature,
    genesis: request.genesis,
    at: server.clock.now(),
    ...(server.signUp === "invite" ? { invitation: request.invitation } : {}),
  })
  if (created.ok) return { ok: true, value: {} }
  if (created.code !== "account-exists") return refuse(created.code)
  const first = await server.store.accounts.get(chain.account)
  return first?.handle === handle ? { ok: true, value: {} } : refuse("account-exists")
}

/** For this account and in answer to this connection's greeting: no store of challenges, and nothing to use again. */
function hasWorked(
  server: ServerContext,
  { session }: Connection,
  account: AccountId,
  { work }: SignUpRequest,
): boolean {
  const bits = workBitsOf(server)
  if (bits === 0) return true
  const counter = whole(work)
  if (session.at !== "greeted" || counter === undefined) return false
  return isWorkDone(server.crypto, { host: server.host, nonce: session.nonce, account }, counter, bits)
}

/** Trying another handle costs nothing of what an origin may open. By invitation, nobody without one is told. */
async function isTaken({ store }: ServerContext, handle: string, account: AccountId): Promise<boolean> {
  const holder = await store.accounts.byHandle(handle)
  return holder !== undefined && !equal(holder, account)
}

async function checkSignUp(
  server: ServerContext,
  request: SignUpRequest,
): Promise<Outcome<{ chain: VerifiedChain; handle: string }>> {
  const statement = decode(handleStatement, request.handleStatement)
  if (!statement.ok) return refuse("request-invalid", { cause: statement })
  const refused = checkName(server, statement.value)
  if (refused) return refused
  const chain = await readGenesis(server, request.genesis)
  if (!chain.ok) return refuse("chain-invalid", { cause: chain })
  const signed = { statement: statement.value, signature: request.handleSignature }
  const handle = await verifyHandle(server.crypto, chain.value, signed)
  if (!handle.ok || handle.value.withdrawn) return refuse("handle-invalid", { cause: handle })
  return { ok: true, value: { chain: chain.value, handle: handle.value.name } }
}

function checkName({ host }: ServerContext, statement: HandleStatement): Refused | undefined {
  const named = hostFromBytes(statement.host)
  if (!named.ok || named.value !== host) return refuse("host-mismatch")
  const name = fromUtf8(statement.handle)
  const handle = name === undefined ? undefined : checkHandle(name)
  if (handle?.ok) return undefined
  return refuse(handle?.code === "handle-reserved" ? "handle-reserved" : "handle-invalid", { cause: handle })
}

async function readGenesis({ crypto }: ServerContext, bytes: Uint8Array): Promise<Result<VerifiedChain>> {
  if (bytes.length > linkBytesMax) return refuse("chain-invalid")
  const genesis = decode(link, bytes)
  return genesis.ok ? beginChain(crypto, genesis.value) : genesis
}
