import { equal, fail, type Result, succeed } from "@colombe/base"
import { beginChain, checkHandle } from "@colombe/rules"
import { SignUpPolicy } from "@colombe/wire"
import type { HandleRequest, Registrable } from "../api/index.ts"
import type { Home } from "../home/home.ts"
import { greet } from "../session/establish.ts"
import { parseServerAddress } from "../session/server-address.ts"
import { pendingFor } from "./pending.ts"

const policies: Readonly<Record<SignUpPolicy, Registrable["signUp"]>> = {
  [SignUpPolicy.OPEN]: "open",
  [SignUpPolicy.INVITE]: "invite",
  [SignUpPolicy.CLOSED]: "closed",
  [SignUpPolicy.UNSPECIFIED]: "closed",
}

/** Asks without signing anything (spec D3), and promises nothing: somebody else may be quicker. */
export async function canRegister(home: Home, request: HandleRequest): Promise<Result<Registrable>> {
  const address = parseServerAddress(request.server)
  if (!address.ok) return address
  const handle = checkHandle(request.handle)
  if (!handle.ok) return handle
  const greeted = await greet(home, address.value, undefined, { event: () => {}, closed: () => {} })
  if (!greeted.ok) return greeted
  const { wire, greeting } = greeted.value
  const answer = await wire.call("resolveHandle", { handle: handle.value })
  wire.close()
  const signUp = policies[greeting.signUp] ?? "closed"
  if (!answer.ok) return answer.code === "account-unknown" ? succeed({ signUp }) : answer
  // Whose answer was lost: asking again leads to the account that was made then (spec Y65).
  const pending = await pendingFor(home, address.value.origin, handle.value)
  const own = pending === undefined ? undefined : await beginChain(home.crypto, pending.genesis)
  const isOwn = own?.ok === true && equal(own.value.account, answer.value.account)
  return isOwn ? succeed({ signUp }) : fail("handle-taken")
}
