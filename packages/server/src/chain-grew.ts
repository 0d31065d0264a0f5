import { type Bytes, encode, equal } from "@colombe/base"
import { type AccountId, headOf, position, stateOf, type VerifiedChain } from "@colombe/rules"
import { encodeEvent } from "@colombe/wire"
import type { Connection } from "./connection.ts"
import type { ServerContext } from "./context.ts"
import { expel, tell, topicOf } from "./live.ts"

/** A link is durable: what it removes ends here and now, then everybody who follows the account hears of it. */
export async function chainGrew(
  server: ServerContext,
  cause: Connection,
  before: VerifiedChain,
  after: VerifiedChain,
): Promise<void> {
  const { account } = after
  const gone = signersGone(before, after)
  for (const signer of gone) expel(server.live, account, signer, cause)
  await Promise.all(gone.map(signer => server.store.accounts.dropDevice(account, signer)))
  const event = encodeEvent({
    case: "chainGrew",
    value: { account, head: encode(position, headOf(after)) },
  })
  tell(server.live, account, event)
  await tellCompanions(server, account, event)
}

/** Devices and spare words that the link took away; recovery keys that a reset replaced count as one. */
function signersGone(before: VerifiedChain, after: VerifiedChain): readonly Bytes[] {
  const active = stateOf(after).devices
  const gone = stateOf(before).devices.filter(({ id }) => !active.some(other => equal(other.id, id)))
  const recovery = [stateOf(before), stateOf(after)].map(({ recovery }) => recovery.sign.bytes)
  const replaced = !equal(recovery[0] ?? noKey, recovery[1] ?? noKey)
  return [...gone.map(({ id }) => id), ...(replaced ? [recoveryId] : [])]
}

const noKey = new Uint8Array()
const recoveryId = new Uint8Array(16)

/** Whoever shares several conversations hears of it several times, with the same head. */
async function tellCompanions(server: ServerContext, account: AccountId, event: Bytes): Promise<void> {
  for (const conversation of await server.store.conversations.memberships(account))
    server.topics.publish(topicOf(conversation), event)
}
