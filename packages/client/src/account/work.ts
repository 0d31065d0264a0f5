import { fail, type Result, succeed } from "@colombe/base"
import { type AccountId, tryWork, workBitsMax } from "@colombe/rules"
import type { GreetResponse } from "@colombe/wire"
import { type Home, tell } from "../home/home.ts"

/** Tries between which everything else has its turn: some milliseconds. */
const stepTries = 2_000
/** Steps between two notices of how far it is. */
const noticeEvery = 16

/** Spec D33: the counter for which a server opens the account; 0 where it asks for no work. */
export async function workFor(
  home: Home,
  { host, serverNonce, workBits }: Pick<GreetResponse, "host" | "serverNonce" | "workBits">,
  account: AccountId,
): Promise<Result<number>> {
  if (workBits === 0) return succeed(0)
  if (workBits > workBitsMax) return fail("work-excessive")
  const place = { host, nonce: serverNonce, account }
  const underWay = { isCancelled: false }
  home.current.work = underWay
  const expected = 2 ** workBits
  for (let step = 0; !underWay.isCancelled; step++) {
    const tried = step * stepTries
    if (step % noticeEvery === 0) tell(home, { type: "working", tried, expected })
    const counter = tryWork(home.crypto, place, workBits, tried, stepTries)
    if (counter !== undefined) return succeed(counter)
    await new Promise<void>(resolve => void home.clock.after(0, resolve))
  }
  return fail("registration-cancelled", "after-refresh")
}
