import { compare, encode, equal } from "@colombe/base"
import {
  type Extension,
  type Proposal,
  type PublicGroup,
  proposalTypes,
  requiredCapabilitiesExtension,
} from "@colombe/mls"
import {
  type AccountId,
  type AccountPosition,
  type ColombeGroup,
  type ConversationSeed,
  colombeGroup,
  colombeGroupExtension,
  hostBytes,
  positionExtension,
  type RoleEntry,
} from "@colombe/rules"

/** The only ranks that there are: the hybrid suite, and version 1 of the seal. */
const rank = 1

/** What a new conversation begins with, unless somebody says otherwise: newcomers see nothing from before they came. */
export function firstPolicy(
  seed: ConversationSeed,
  host: string,
  owner: AccountId,
  dormant: readonly AccountPosition[],
): ColombeGroup {
  return {
    version: 1,
    seed,
    previous: undefined,
    host: hostBytes(host),
    suiteRank: rank,
    sealRank: rank,
    history: "none",
    historyDays: 0,
    ttlSeconds: 0,
    roles: seed.kind === "group" ? [{ account: owner, role: "owner" }] : [],
    dormant: sorted(dormant),
    chains: [],
    links: [],
  }
}

/** By account, as the extension wants every list. */
export function sorted<Entry extends { readonly account: AccountId }>(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((left, right) => compare(left.account, right.account))
}

export function without<Entry extends { readonly account: AccountId }>(
  entries: readonly Entry[],
  accounts: readonly AccountId[],
): Entry[] {
  return entries.filter(entry => !accounts.some(account => equal(account, entry.account)))
}

export function withRole(roles: readonly RoleEntry[], entry: RoleEntry): RoleEntry[] {
  return sorted([...without(roles, [entry.account]), entry])
}

export function groupExtensions(policy: ColombeGroup): readonly Extension[] {
  return [
    requiredCapabilitiesExtension({
      extensions: [colombeGroupExtension, positionExtension],
      proposals: [proposalTypes.selfRemove],
      credentials: [1],
    }),
    policyExtension(policy),
  ]
}

function policyExtension(policy: ColombeGroup): Extension {
  return { type: colombeGroupExtension, data: encode(colombeGroup, policy) }
}

/** Everything but the policy stays as it is. */
export function policyProposal(group: PublicGroup, policy: ColombeGroup): Proposal {
  const extensions = group.context.extensions.map(extension =>
    extension.type === colombeGroupExtension ? policyExtension(policy) : extension,
  )
  return { kind: "groupContextExtensions", extensions }
}
