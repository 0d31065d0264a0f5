import { BlockList, isIP } from "node:net"

/** Addresses and subnets as an operator lists them. */
export interface AddressList {
  has(address: string): boolean
}

const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4")

const bitsMax = { ipv4: 32, ipv6: 128 } as const

function partsOf(entry: string): { address: string; bits: number } | undefined {
  const [, address = "", prefix] = /^([0-9a-fA-F.:]+)(?:\/([0-9]{1,3}))?$/.exec(entry) ?? []
  if (isIP(address) === 0) return undefined
  const most = bitsMax[familyOf(address)]
  const bits = prefix === undefined ? most : Number(prefix)
  return bits <= most ? { address, bits } : undefined
}

const entriesOf = (text: string): readonly string[] =>
  text
    .split(",")
    .map(entry => entry.trim())
    .filter(entry => entry !== "")

export const isAddressList = (text: string): boolean => entriesOf(text).every(entry => partsOf(entry))

/** Of a text that `isAddressList`. */
export function readAddressList(text: string): AddressList {
  const list = new BlockList()
  for (const entry of entriesOf(text)) {
    const parts = partsOf(entry)
    if (parts) list.addSubnet(parts.address, parts.bits, familyOf(parts.address))
  }
  return {
    has: address => {
      const plain = withoutMapping(address)
      return isIP(plain) !== 0 && list.check(plain, familyOf(plain))
    },
  }
}

/** An IPv4 address stays one where the socket speaks IPv6 (RFC 4291 §2.5.5.2). */
export const withoutMapping = (address: string): string => address.replace(/^::ffff:(?=[0-9.]+$)/i, "")

/**
 * Where a client connects from. The header is believed only where a trusted proxy wrote it, and only as far back as
 * trusted proxies did: the last name that is none of theirs is the client, whatever stands before it anybody may have
 * written.
 */
export function clientAddress(
  peer: string,
  forwarded: string | null,
  trusted: AddressList | undefined,
): string {
  let client = withoutMapping(peer)
  if (trusted === undefined || forwarded === null) return client
  for (const name of forwarded.split(",").reverse()) {
    if (!trusted.has(client)) return client
    const address = withoutMapping(name.trim())
    if (isIP(address) === 0) return client
    client = address
  }
  return client
}
