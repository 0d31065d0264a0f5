import { decode, encode, equal } from "@colombe/base"
import {
  headOf,
  lastResortDays,
  position,
  type SessionCode,
  type SessionStatement,
  sessionStatement,
  signerKey,
  stateOf,
  type VerifiedChain,
  verifySession,
} from "@colombe/rules"
import { type Delivery, type RefusalCode, refuse, wireVersion } from "@colombe/wire"
import { takeToken } from "../buckets.ts"
import { loadAccount } from "../chains.ts"
import type { Connection } from "../connection.ts"
import type { ServerContext } from "../context.ts"
import type { Handler, Outcome } from "../handler.ts"
import { arrive, connectionsOf } from "../live.ts"

const codes: Readonly<Record<SessionCode, RefusalCode>> = {
  "host-mismatch": "host-mismatch",
  "version-unsupported": "version-unsupported",
  "nonce-mismatch": "session-replayed",
  "account-mismatch": "session-refused",
  "signer-not-active": "device-inactive",
  "signature-invalid": "session-refused",
  "update-needed": "session-refused",
}

/** The nonce is used up before anything is checked: no statement gets a second try on it. */
export const signIn: Handler<typeof Delivery.method.signIn, Connection> = async (
  server,
  connection,
  request,
) => {
  const { session } = connection
  if (session.at === "fresh") return refuse("session-replayed")
  if (session.at !== "greeted") return refuse("request-invalid")
  connection.session = { at: "fresh" }
  const limited = takeToken(server, "signIns", connection.peer.origin)
  if (limited) return limited
  const statement = decode(sessionStatement, request.statement)
  if (!statement.ok) return refuse("request-invalid", { cause: statement })
  const chain = await checkStatement(server, session.nonce, statement.value, request.signature)
  if (!chain.ok) return chain
  return enter(server, connection, statement.value, chain.value)
}

async function checkStatement(
  server: ServerContext,
  serverNonce: Uint8Array,
  statement: SessionStatement,
  signature: Uint8Array,
): Promise<Outcome<VerifiedChain>> {
  // Before the account, so that a statement for another server says so.
  const place = { wire: wireVersion, host: server.host, serverNonce }
  if (!equal(statement.serverNonce, serverNonce)) return refuse("session-replayed")
  const known = await loadAccount(server, statement.account)
  if (!known) return refuse("account-unknown")
  const signer = await verifySession(server.crypto, known.chain, place, statement, signature)
  return signer.ok ? { ok: true, value: known.chain } : refuse(codes[signer.code], { cause: signer })
}

async function enter(
  server: ServerContext,
  connection: Connection,
  { account, signer }: SessionStatement,
  chain: VerifiedChain,
): ReturnType<typeof signIn> {
  if (connectionsOf(server.live, account).size >= server.limits.connectionsPerAccountMax)
    return refuse("server-busy")
  const { left, lastResortAt } = await server.store.accounts.keyPackagesLeft(account, signer.id)
  // The device may have been removed, and its sessions ended, while this one was being checked.
  const now = await loadAccount(server, account)
  const key = now && signerKey(stateOf(now.chain), signer)
  const before = signerKey(stateOf(chain), signer)
  if (!now || !key || !before || !equal(key, before)) return refuse("device-inactive")
  if (connection.session.at !== "fresh") return refuse("request-invalid")
  connection.session = { at: "signed-in", account, signer }
  arrive(server.live, connection, account)
  return {
    ok: true,
    value: {
      keyPackagesLeft: left,
      lastResortFresh: lastResortAt !== undefined && isFresh(lastResortAt, server.clock.now()),
      chainHead: encode(position, headOf(now.chain)),
    },
  }
}

const dayMs = 86_400_000
const isFresh = (at: number, now: number): boolean => now - at < (lastResortDays * dayMs) / 2
