import { encode, fail, type Milliseconds, type Result, succeed, toUtf8 } from "@colombe/base"
import {
  type AccountId,
  type Author,
  deviceAuthor,
  type Host,
  sessionStatement,
  signSession,
} from "@colombe/rules"
import { type GreetResponse, type SignInResponse, whole, wireVersion } from "@colombe/wire"
import type { Home, Identity } from "../home/home.ts"
import { openWire, type Wire, type WireEvents } from "../wire/wire.ts"
import type { ServerAddress } from "./server-address.ts"

export interface Greeted {
  readonly wire: Wire
  readonly greeting: GreetResponse
  readonly host: Host
}

/** By so much the clocks of a device and its server may differ: as that of two devices may. */
const clockDifferenceMax: Milliseconds = 24 * 60 * 60 * 1000

/** Bytes of the nonces of a session. */
const nonceBytes = 32

/**
 * Connects and hears who is there: a server of a version that is known here, under the name that was dialled or, once
 * registered, under the name of then (spec Y6). Nothing was signed so far.
 */
export async function greet(
  home: Home,
  address: ServerAddress,
  pinned: Host | undefined,
  events: WireEvents,
): Promise<Result<Greeted>> {
  const opened = await openWire(home, address.socket, events)
  if (!opened.ok) return opened
  const wire = opened.value
  const answer = await wire.call("greet", { wireVersion })
  const checked = answer.ok ? checkGreeting(answer.value, address, pinned, home.clock.now()) : answer
  if (!checked.ok) {
    wire.close()
    return checked
  }
  return succeed({ wire, greeting: checked.value, host: checked.value.host })
}

function checkGreeting(
  greeting: GreetResponse,
  address: ServerAddress,
  pinned: Host | undefined,
  now: Milliseconds,
): Result<GreetResponse> {
  if (greeting.wireVersion < 1 || greeting.wireVersion > wireVersion) return fail("version-unsupported")
  if (greeting.serverNonce.length !== nonceBytes) return fail("server-not-colombe")
  if (pinned !== undefined && greeting.host !== pinned) return fail("host-changed")
  const theirs = whole(greeting.nowMs) ?? 0
  // Keys that look years old would be deleted, and what was said just now refused as of the future.
  if (theirs > 0 && Math.abs(theirs - now) > clockDifferenceMax) return fail("clock-wrong", "after-delay")
  if (pinned === undefined && !address.hosts.includes(greeting.host)) return fail("host-mismatch")
  return succeed(greeting)
}

/** Proves to the server, for this connection alone, that this device speaks. */
export function signIn(
  home: Home,
  greeted: Greeted,
  { me, signer }: Identity,
): Promise<Result<SignInResponse>> {
  return signInAs(home, greeted, me.account, deviceAuthor(home.crypto, me.account, signer))
}

/** The same for whoever else may sign in the account's name: its words, or the recovery key. */
export async function signInAs(
  home: Home,
  { wire, greeting, host }: Greeted,
  account: AccountId,
  author: Author,
): Promise<Result<SignInResponse>> {
  const statement = {
    wire: greeting.wireVersion,
    host: toUtf8(host),
    account,
    serverNonce: greeting.serverNonce,
    clientNonce: home.crypto.random(nonceBytes),
  }
  const signature = await signSession(author, statement)
  return wire.call("signIn", {
    statement: encode(sessionStatement, { ...statement, signer: author.id }),
    signature,
  })
}
