import { type Bytes, compare, encode, equal } from "@colombe/base"
import { type ColombeGroup, colombeGroup } from "./group.ts"
import { hostFromBytes } from "./host.ts"
import { publicKey } from "./ids.ts"
import { isEd25519 } from "./key-rules.ts"
import { historyDaysMax, historyDaysMin, joinLinksMax, ttlSecondsMax, ttlSecondsMin } from "./limits.ts"
import type { PolicyCode } from "./policy-codes.ts"

/** The highest ranks that this version of the extension defines: the hybrid suite, and version 1 of the seal. */
export const suiteRankMax = 1
export const sealRankMax = 1

/** Every suite that a conversation may run on, by how strong it is: its numbers are no order. */
export const suiteRanks: ReadonlyMap<number, number> = new Map([[0xf0a2, 1]])

/** What the extension has to be by itself, whoever set it. Undefined: it is. */
export function formFault(extension: ColombeGroup): PolicyCode | undefined {
  const { roles, dormant, chains, links } = extension
  const sorted =
    [roles, dormant, chains].every(list => isSorted(list.map(({ account }) => account))) &&
    isSorted(links.map(({ key }) => encode(publicKey, key)))
  if (!sorted) return "extension-unsorted"
  const valid =
    roles.every(({ role }) => role !== "member") &&
    links.length <= joinLinksMax &&
    links.every(({ key }) => isEd25519(key)) &&
    hostFromBytes(extension.host).ok &&
    historyFits(extension) &&
    ttlFits(extension.ttlSeconds) &&
    extension.suiteRank <= suiteRankMax &&
    extension.sealRank <= sealRankMax
  if (!valid) return "extension-invalid"
  return extension.seed.kind === "direct" && !isDirectForm(extension) ? "direct-fixed" : undefined
}

/** By unsigned bytes, without repeats. */
function isSorted(keys: readonly Bytes[]): boolean {
  return keys.every((key, index) => index === 0 || compare(keys[index - 1] ?? key, key) < 0)
}

function historyFits({ history, historyDays }: ColombeGroup): boolean {
  if (history !== "days") return historyDays === 0
  return historyDays >= historyDaysMin && historyDays <= historyDaysMax
}

export function ttlFits(seconds: number): boolean {
  return seconds === 0 || (seconds >= ttlSecondsMin && seconds <= ttlSecondsMax)
}

/** The parameters of a direct are the protocol's, but for host, time to live and who is dormant. */
function isDirectForm({ roles, links, history, suiteRank, sealRank }: ColombeGroup): boolean {
  const plain = roles.length === 0 && links.length === 0 && history === "none"
  return plain && suiteRank === suiteRankMax && sealRank === sealRankMax
}

export function sameExtension(left: ColombeGroup, right: ColombeGroup): boolean {
  return equal(encode(colombeGroup, left), encode(colombeGroup, right))
}
