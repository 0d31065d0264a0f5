import {
  type Bytes,
  fail,
  fromBase64Url,
  type Result,
  StorageFailure,
  succeed,
  toBase64Url,
} from "@colombe/base"
import { identityOf } from "../account/me.ts"
import type { Home, Identity } from "../home/home.ts"
import type { Driver } from "../session/driver.ts"

/** 32 bytes of an account or a conversation, as text. */
export function idOf(text: string): Result<Bytes> {
  const bytes = fromBase64Url(text)
  return bytes?.length === 32 ? succeed(bytes) : fail("id-invalid")
}

export function idsOf(texts: readonly string[]): Result<readonly Bytes[]> {
  const ids = texts.map(idOf)
  const refused = ids.find(id => !id.ok)
  return refused ?? succeed(ids.flatMap(id => (id.ok ? [id.value] : [])))
}

/** For calls whose answer is that it is done. */
export const done = (result: Result<unknown>): Result<void> => (result.ok ? succeed() : result)

/** For calls that queue a message: its send id. */
export const sentAs = (sendId: Result<Bytes>): Result<{ readonly id: string }> =>
  sendId.ok ? succeed({ id: toBase64Url(sendId.value) }) : sendId

/** A store that fails is a failure like others to whoever asked; nothing was changed. */
export async function storing<Value>(work: () => Promise<Result<Value>>): Promise<Result<Value>> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StorageFailure) return fail(error.code, "after-delay", error)
    throw error
  }
}

export function guarded<Value>(home: Home, work: () => Promise<Result<Value>>): Promise<Result<Value>> {
  return storing(() => home.serial(work))
}

/** Beside what runs in turn, so that nobody waits for the network to have written something. */
export async function queued<Value>(
  home: Home,
  driver: Driver,
  conversation: string,
  work: (identity: Identity, conversation: Bytes) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const identity = identityOf(home)
  const id = idOf(conversation)
  if (!identity.ok) return identity
  if (!id.ok) return id
  const result = await storing(() => work(identity.value, id.value))
  driver.kick()
  return result
}

/** Runs in turn, for whom this home belongs to and the conversation or accounts named; then sends what came of it. */
export function inTurn<Value>(
  home: Home,
  driver: Driver,
  ids: readonly string[],
  work: (identity: Identity, first: Bytes, rest: readonly Bytes[]) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const done = guarded(home, async () => {
    const identity = identityOf(home)
    if (!identity.ok) return identity
    const decoded = idsOf(ids)
    if (!decoded.ok) return decoded
    const [first = new Uint8Array(), ...rest] = decoded.value
    return work(identity.value, first, rest)
  })
  return done.then(result => {
    driver.kick()
    return result
  })
}
