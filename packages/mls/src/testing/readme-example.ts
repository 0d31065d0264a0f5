import { toUtf8, unwrap } from "@colombe/base"
import { signerFromPrivateKey } from "@colombe/base/crypto"
import { platformCrypto } from "@colombe/base/crypto/platform"
import {
  createCommit,
  createGroup,
  encodeTree,
  exportSecret,
  generateKeyPackage,
  joinFromWelcome,
  suiteIds,
} from "../index.ts"

const ctx = { crypto: platformCrypto(globalThis.crypto) }
const suite = suiteIds.MLS_128_MLKEM768X25519_AES256GCM_SHA384_Ed25519
const capabilities = { versions: [1], suites: [suite], extensions: [], proposals: [], credentials: [1] }
const lifetime = { notBefore: 0n, notAfter: 2n ** 64n - 1n }
const someone = async (name: string) => ({
  signer: await signerFromPrivateKey(ctx.crypto, "Ed25519", ctx.crypto.random(32)),
  credential: { type: "basic", identity: toUtf8(name) } as const,
  capabilities,
  extensions: [],
  suite,
  lifetime,
})

const ana = await someone("ana")
const bob = await someone("bob")

// Bob publishes a key package and keeps its secrets.
const { keyPackage, secrets } = unwrap(await generateKeyPackage(ctx, bob))

// Ana creates a group and adds him. Until the server has taken `commit`, she keeps `group`; then `next`.
const group = unwrap(await createGroup(ctx, { ...ana, groupId: toUtf8("team"), groupExtensions: [] }))
const added = unwrap(
  await createCommit(ctx, group, { signer: ana.signer, proposals: [{ kind: "add", keyPackage }] }),
)

// Bob joins with the Welcome; the tree travels beside it.
const tree = encodeTree(added.next.public.tree)
const joined = unwrap(
  await joinFromWelcome(ctx, { welcome: added.welcome ?? new Uint8Array(), keyPackage, secrets, tree }),
)

// Both have the same secret of the epoch.
const ours = unwrap(exportSecret(ctx, added.next, "my label", toUtf8("context"), 32))
const his = unwrap(exportSecret(ctx, joined.group, "my label", toUtf8("context"), 32))

export { his, ours }
