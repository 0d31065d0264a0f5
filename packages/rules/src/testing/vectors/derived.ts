import { encode, toUtf8 } from "@colombe/base"
import { headOf } from "../../chain.ts"
import { contextHash, conversationIdOf, directSeed, groupSeed, selfSeed } from "../../conversation-id.ts"
import { signHandle } from "../../handle-statement.ts"
import { link } from "../../link.ts"
import { entryDigest, logHash, logStart } from "../../log.ts"
import { inviteProofOf } from "../../policy-external.ts"
import { rosterHash, rosterOfGroup } from "../../roster.ts"
import { signSession } from "../../session-statement.ts"
import { groupOf, leafOf } from "../groups.ts"
import { crypto, digestOf, keyNamed, person } from "../people.ts"
import { type Json, toJson } from "./json.ts"

/** A whole chain with a link of each kind, the state it leads to, and a handle of its account. */
async function identity(): Promise<Json> {
  const ana = await person("ana")
  await ana.follow(ana.add(2))
  await ana.follow(ana.add(3))
  await ana.follow(ana.narrow(3, { kind: "from", fromMs: 1_767_225_600_000 }))
  await ana.follow(ana.remove(2))
  await ana.follow(ana.reset([1, 4], [4]))
  const handle = await signHandle(ana.chain, { name: "ana", host: "localhost:4000" }, 1, await ana.key(1))
  return toJson({
    account: ana.account,
    links: ana.links.map(one => encode(link, one)),
    positions: ana.chain.steps.map(({ position }) => position),
    devices: ana.chain.steps.map(({ state }) => state.devices.map(({ id }) => id)),
    handle,
  })
}

async function conversations(): Promise<Json> {
  const [ana, bob] = [await person("ana"), await person("bob")]
  const group = await groupOf([{ who: ana }, { who: bob, devices: [] }])
  const key = await keyNamed("link")
  const direct = directSeed(ana.account, bob.account)
  return toJson({
    accounts: [ana.account, bob.account],
    self: conversationIdOf(crypto, selfSeed(ana.account)),
    direct: direct && conversationIdOf(crypto, direct),
    nonce: digestOf(1),
    group: conversationIdOf(crypto, groupSeed(ana.account, digestOf(1))),
    context: { input: toUtf8("GroupContext"), hash: contextHash(crypto, toUtf8("GroupContext")) },
    rosterHash: rosterHash(crypto, rosterOfGroup(group)),
    invite: { epoch: group.epoch, id: group.id, ...(await inviteProofOf(key, group, await leafOf(bob))) },
  })
}

function log(): Json {
  const conversation = digestOf(1)
  const entry = toUtf8("an entry")
  const previous = logStart(crypto, conversation)
  const place = { previous, seq: 1, atMs: 1_767_225_600_000, type: 1, incarnation: 0, epoch: 0 }
  const digest = entryDigest(crypto, entry)
  return toJson({
    conversation,
    start: previous,
    entry,
    digest,
    hash: logHash(crypto, { ...place, entry: digest }),
  })
}

async function session(): Promise<Json> {
  const ana = await person("ana")
  const claim = {
    wire: 1,
    host: toUtf8("localhost:4000"),
    account: ana.account,
    serverNonce: digestOf(1),
    clientNonce: digestOf(2),
  }
  const signature = await signSession(await ana.author(1), claim)
  return toJson({
    key: (await ana.key(1)).publicKey,
    device: await ana.device(1),
    ...claim,
    signature,
    head: headOf(ana.chain),
  })
}

/** What is derived, hashed and signed, by the file that holds it. */
export const derived: Readonly<Record<string, () => Json | Promise<Json>>> = {
  identity,
  conversations,
  log,
  session,
}
