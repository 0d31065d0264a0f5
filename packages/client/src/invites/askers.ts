import { encode, equal, type Result, succeed } from "@colombe/base"
import {
  type AccountId,
  type ConversationId,
  headOf,
  hostBytes,
  inviteReading,
  isActive,
  joinLinkAsks,
  labelledVerify,
  stateOf,
} from "@colombe/rules"
import { type Asker as Asked, whole } from "@colombe/wire"
import { fetchChain } from "../account/chains.ts"
import { personOf } from "../account/people.ts"
import type { Asker } from "../api/index.ts"
import { addMembers } from "../conversation/add-members.ts"
import { policyOf } from "../conversation/facts.ts"
import { loadView, type View } from "../conversation/view.ts"
import { type Home, type Identity, transact, wireOf } from "../home/home.ts"

/** Those whose own device asks, by a link that the group lists (spec Y224); what the server adds to them is left out. */
export async function listAskers(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
): Promise<Result<readonly Asker[]>> {
  const answer = await wireOf(home).call("pullAskers", { conversation })
  if (!answer.ok) return answer
  const view = await loadView(home, home.store, conversation)
  const askers: Asker[] = []
  for (const asked of answer.value.askers) {
    const at = whole(asked.atMs)
    if (view === undefined || at === undefined || !(await holds(home, identity, view, asked))) continue
    askers.push({ person: await personOf(home.store, asked.account), at })
  }
  return succeed(askers)
}

async function holds(home: Home, { me }: Identity, { record, state }: View, asked: Asked): Promise<boolean> {
  const { account, device, key, signature, deviceSignature } = asked
  const { links } = policyOf(state.public)
  if (!links.some(link => link.flags === joinLinkAsks && equal(link.key.bytes, key))) return false
  const following = await transact(home, transaction => fetchChain(home, transaction, account))
  if (!following.ok || following.value.at === "forked") return false
  const { chain } = following.value
  const own = stateOf(chain).devices.find(({ id }) => equal(id, device))
  if (own === undefined || !isActive(chain, headOf(chain), device)) return false
  const { conversation } = record
  const said = encode(inviteReading, { host: hostBytes(me.host), conversation, account, device })
  const byLink = await labelledVerify(home.crypto, key, "invite reading", said, signature)
  return byLink && labelledVerify(home.crypto, own.dsk.bytes, "invite asking", said, deviceSignature)
}

/** Who asked has agreed: they come in at once, as if the two had talked. */
export async function acceptAsker(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  account: AccountId,
): Promise<Result<void>> {
  const askers = await wireOf(home).call("pullAskers", { conversation })
  if (!askers.ok) return askers
  const view = await loadView(home, home.store, conversation)
  const asked = askers.value.askers.find(one => equal(one.account, account))
  // Whoever asks no more is invited like anybody.
  const isAsked = view !== undefined && asked !== undefined && (await holds(home, identity, view, asked))
  return addMembers(home, identity, conversation, [account], isAsked ? "asked" : "invited")
}

export async function declineAsker(
  home: Home,
  conversation: ConversationId,
  account: AccountId,
): Promise<Result<void>> {
  const declined = await wireOf(home).call("declineAsker", { conversation, account })
  return declined.ok ? succeed() : declined
}
