import { unwrap } from "@colombe/base"
import { person } from "@colombe/rules/testing"
import { signUpOf } from "@colombe/server/testing"
import { wireVersion } from "@colombe/wire"
import { type WireSocket, wireSocket } from "./wire-socket.ts"

/** A connection that has been greeted. */
export async function greeted(url: string, headers?: Readonly<Record<string, string>>): Promise<WireSocket> {
  const socket = await wireSocket(url, headers)
  unwrap(await socket.call("greet", { wireVersion }))
  return socket
}

/** Opens an account; the code where it is refused. */
export async function openAccount(socket: WireSocket, name: string): Promise<string> {
  const answer = await socket.call("signUp", await signUpOf(await person(name), name))
  return answer.ok ? "ok" : answer.code
}

export async function isKnown(socket: WireSocket, handle: string): Promise<boolean> {
  return (await socket.call("resolveHandle", { handle })).ok
}
