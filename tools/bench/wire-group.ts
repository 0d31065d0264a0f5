import { type Bytes, compare, concat, encode, toUtf8, unwrap } from "@colombe/base"
import {
  createGroup,
  createGroupInfo,
  extensionTypes,
  proposalTypes,
  requiredCapabilitiesExtension,
  suiteIds,
} from "@colombe/mls"
import {
  colombeGroup,
  colombeGroupExtension,
  conversationIdOf,
  encodeGroupId,
  groupSeed,
  header,
  headerBytes,
  kinds,
  leafIdentity,
  position,
  positionExtension,
} from "@colombe/rules"
import { bodyBytes } from "./server-road.ts"
import { crypto, host, type WireAccount } from "./wire-account.ts"
import type { WireClient } from "./wire-client.ts"

const suite = suiteIds.MLS_128_MLKEM768X25519_AES256GCM_SHA384_Ed25519
const daySeconds = 86_400
/** Days for which the owner's leaf is good; any number that the rules allow would do. */
const lifetimeDays = 80

/** Opens a group of its owner and of people who have been asked: all of them hear what is said. */
export async function openGroup(
  owner: WireAccount,
  client: WireClient,
  others: readonly WireAccount[],
): Promise<Bytes> {
  const { account, signer, author, head } = owner
  const seed = groupSeed(account, crypto.random(32))
  const conversation = conversationIdOf(crypto, seed)
  const now = BigInt(Math.floor(Date.now() / 1000))
  const extension = encode(colombeGroup, {
    version: 1,
    seed,
    previous: undefined,
    host: toUtf8(host),
    suiteRank: 1,
    sealRank: 1,
    history: "none",
    historyDays: 0,
    ttlSeconds: 0,
    roles: [{ account, role: "owner" }],
    dormant: others
      .map(one => ({ account: one.account, position: one.head }))
      .sort((left, right) => compare(left.account, right.account)),
    chains: [],
    links: [],
  })
  const group = unwrap(
    await createGroup(
      { crypto },
      {
        suite,
        signer,
        groupId: encodeGroupId({ conversation, incarnation: 0 }),
        groupExtensions: [
          requiredCapabilitiesExtension({
            extensions: [colombeGroupExtension, positionExtension],
            proposals: [proposalTypes.selfRemove],
            credentials: [1],
          }),
          { type: colombeGroupExtension, data: extension },
        ],
        credential: {
          type: "basic",
          identity: encode(leafIdentity, { account, device: author.id.id }),
        },
        capabilities: {
          versions: [1],
          suites: [suite],
          extensions: [colombeGroupExtension, positionExtension, extensionTypes.lastResort],
          proposals: [proposalTypes.selfRemove],
          credentials: [1],
        },
        extensions: [{ type: positionExtension, data: encode(position, head) }],
        lifetime: { notBefore: now - BigInt(daySeconds), notAfter: now + BigInt(lifetimeDays * daySeconds) },
      },
    ),
  )
  const groupInfo = await createGroupInfo({ crypto }, group, { signer, includeTree: true })
  unwrap(await client.call("openConversation", { conversation, groupInfo }))
  return conversation
}

/** Appends bodies that look sealed to a group's first epoch; gives the seq of each. */
export function appender(client: WireClient, conversation: Bytes): () => Promise<number> {
  const rest = crypto.random(bodyBytes - headerBytes)
  const place = { version: 1, kind: kinds.message, conversation, incarnation: 0, epoch: 0 } as const
  return async () => {
    const prefix = { ...place, sendId: crypto.random(16), salt: crypto.random(32) }
    const body = concat(encode(header, { prefix, commitment: crypto.random(32) }), rest)
    const answer = await client.call("append", { conversation, incarnation: 0, epoch: 0n, body })
    return Number(unwrap(answer).entry?.seq)
  }
}
