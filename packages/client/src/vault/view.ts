import { type Bytes, decode, toHex } from "@colombe/base"
import {
  type ChainState,
  type PublicKey,
  stepAt,
  type VaultEntry,
  type VaultRecipient,
  type VerifiedChain,
  vaultContent,
  vaultHeader,
} from "@colombe/rules"
import type { VaultView } from "@colombe/seal"
import { mailKeyOf } from "../account/own-key-package.ts"
import type { Home } from "../home/home.ts"
import { activeAt, isAtOrAfter } from "./active.ts"

/** What a header is checked against, with the key packages that stand beside it (spec V12). */
export async function vaultView(
  home: Home,
  chain: VerifiedChain,
  entry: VaultEntry,
  last: VaultView["last"],
): Promise<VaultView> {
  const state = stateNamed(chain, entry.header)
  const keys =
    state === undefined ? new Map<string, PublicKey>() : await keysBeside(home, chain, state, entry)
  return {
    account: chain.account,
    last,
    activeAt: position => activeAt(chain, position),
    isCurrent: position => isAtOrAfter(chain, position, last?.position),
    sealKey: recipient => sealKey(recipient, state, keys),
  }
}

function stateNamed(chain: VerifiedChain, bytes: Bytes): ChainState | undefined {
  const header = decode(vaultHeader, bytes)
  const content = header.ok ? decode(vaultContent, header.value.content) : header
  return content.ok && header.ok ? stepAt(chain, content.value.position)?.state : undefined
}

/** By recipient and digest of the key package, in hexadecimal. */
async function keysBeside(
  home: Home,
  { account }: VerifiedChain,
  state: ChainState,
  { keyPackages }: VaultEntry,
): Promise<ReadonlyMap<string, PublicKey>> {
  const keys = new Map<string, PublicKey>()
  for (const bytes of keyPackages) {
    const digest = home.crypto.hash("SHA-256", bytes)
    for (const { id } of state.devices) {
      const key = await mailKeyOf(home, state, account, id, bytes)
      if (key !== undefined) keys.set(nameOf(id, digest), { algorithm: "xwing", bytes: key })
    }
  }
  return keys
}

function sealKey(
  { to, keyPackage }: VaultRecipient,
  state: ChainState | undefined,
  keys: ReadonlyMap<string, PublicKey>,
): PublicKey | "invalid" {
  if (to.kind === "recovery") return state?.recovery.seal ?? "invalid"
  if (to.kind === "device") return keys.get(nameOf(to.id, keyPackage)) ?? "invalid"
  return state?.devices.find(({ id }) => toHex(id) === toHex(to.id))?.seal ?? "invalid"
}

function nameOf(device: Bytes, digest: Bytes): string {
  return `${toHex(device)} ${toHex(digest)}`
}
