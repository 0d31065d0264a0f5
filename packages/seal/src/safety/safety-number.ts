import { assert, compare, equal } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type AccountId, labelledHash } from "@colombe/rules"

const groupsASide = 6
const bytesAGroup = 5
const digitsAGroup = 5

/**
 * What two people compare: twelve groups of five digits, the six of the lower account first, the same on both sides.
 * An AccountId is the hash of the account's first link, so equal numbers mean equal ids.
 */
export function safetyNumber(
  crypto: Pick<Crypto, "hash">,
  one: AccountId,
  other: AccountId,
): readonly string[] {
  assert(!equal(one, other), "two people")
  const [low, high] = compare(one, other) < 0 ? [one, other] : [other, one]
  return [...accountNumber(crypto, low), ...accountNumber(crypto, high)]
}

/** The half of one account, by which its own devices are told. No iteration: to match one takes 2^99 hashes. */
export function accountNumber(crypto: Pick<Crypto, "hash">, account: AccountId): readonly string[] {
  const digest = labelledHash(crypto, "safety", account)
  return Array.from({ length: groupsASide }, (_, group) => {
    const bytes = digest.subarray(group * bytesAGroup, (group + 1) * bytesAGroup)
    const value = bytes.reduce((total, byte) => total * 256 + byte, 0)
    return String(value % 10 ** digitsAGroup).padStart(digitsAGroup, "0")
  })
}
