import { Reader, Writer } from "@colombe/base"
import { signerFromPrivateKey } from "@colombe/base/crypto"
import { decryptWithLabel, encryptWithLabel } from "../../hpke.ts"
import { deriveSecret, deriveTreeSecret, expandWithLabel } from "../../key-schedule.ts"
import { refHash, signWithLabel, verifyWithLabel } from "../../public/labels.ts"
import * as math from "../../public/tree/math.ts"
import { check, hex, same } from "./check.ts"
import { kind, privateKey, type SuiteCase, suiteOf } from "./kind.ts"

interface TreeMath {
  readonly n_leaves: number
  readonly n_nodes: number
  readonly root: number
  readonly left: readonly (number | null)[]
  readonly right: readonly (number | null)[]
  readonly parent: readonly (number | null)[]
  readonly sibling: readonly (number | null)[]
}

export const treeMath = kind<TreeMath>("tree-math", ["n_leaves", "n_nodes", "sibling"], (_, vector) => {
  const leaves = vector.n_leaves
  check(math.nodeCount(leaves) === vector.n_nodes, "n_nodes")
  check(math.root(leaves) === vector.root, "root")
  for (let node = 0; node < vector.n_nodes; node++) {
    check((math.left(node) ?? null) === vector.left[node], `left of ${node}`)
    check((math.right(node) ?? null) === vector.right[node], `right of ${node}`)
    check((math.parent(node, leaves) ?? null) === vector.parent[node], `parent of ${node}`)
    check((math.sibling(node, leaves) ?? null) === vector.sibling[node], `sibling of ${node}`)
  }
})

interface Deserialization {
  readonly vlbytes_header: string
  readonly length: number
}

const lengthMax = 2 ** 30 - 1

export const deserialization = kind<Deserialization>(
  "deserialization",
  ["vlbytes_header", "length"],
  (_, vector) => {
    const reader = new Reader(hex(vector.vlbytes_header))
    check(reader.vectorLength(lengthMax) === vector.length, "length read")
    reader.finish()
    const writer = new Writer()
    writer.vectorLength(vector.length)
    same(writer.finish(), vector.vlbytes_header, "length written")
  },
)

interface CryptoBasics extends SuiteCase {
  readonly ref_hash: { readonly label: string; readonly value: string; readonly out: string }
  readonly expand_with_label: {
    readonly secret: string
    readonly label: string
    readonly context: string
    readonly length: number
    readonly out: string
  }
  readonly derive_secret: { readonly secret: string; readonly label: string; readonly out: string }
  readonly derive_tree_secret: {
    readonly secret: string
    readonly label: string
    readonly generation: number
    readonly length: number
    readonly out: string
  }
  readonly sign_with_label: {
    readonly priv: string
    readonly pub: string
    readonly content: string
    readonly label: string
    readonly signature: string
  }
  readonly encrypt_with_label: {
    readonly priv: string
    readonly pub: string
    readonly label: string
    readonly context: string
    readonly plaintext: string
    readonly kem_output: string
    readonly ciphertext: string
  }
}

export const cryptoBasics = kind<CryptoBasics>(
  "crypto-basics",
  ["ref_hash", "expand_with_label", "sign_with_label"],
  async ({ crypto }, vector) => {
    const suite = suiteOf(vector)
    const ref = vector.ref_hash
    same(refHash(crypto, suite, ref.label, hex(ref.value)), ref.out, "ref_hash")
    const expand = vector.expand_with_label
    const context = hex(expand.context)
    const expanded = expandWithLabel(crypto, suite, hex(expand.secret), expand.label, context, expand.length)
    same(expanded, expand.out, "expand_with_label")
    const derive = vector.derive_secret
    same(deriveSecret(crypto, suite, hex(derive.secret), derive.label), derive.out, "derive_secret")
    const tree = vector.derive_tree_secret
    const secret = hex(tree.secret)
    const derived = deriveTreeSecret(crypto, suite, secret, tree.label, tree.generation, tree.length)
    same(derived, tree.out, "derive_tree_secret")

    const sign = vector.sign_with_label
    const signer = await signerFromPrivateKey(crypto, suite.signature, privateKey(suite, sign.priv))
    same(signer.publicKey, sign.pub, "public key")
    const content = hex(sign.content)
    const again = await signWithLabel(signer, sign.label, content)
    for (const signature of [hex(sign.signature), again])
      check(
        await verifyWithLabel(crypto, suite, hex(sign.pub), sign.label, content, signature),
        "sign_with_label",
      )

    const encrypt = vector.encrypt_with_label
    const { label } = encrypt
    const bound = hex(encrypt.context)
    const plaintext = hex(encrypt.plaintext)
    const given = { kemOutput: hex(encrypt.kem_output), ciphertext: hex(encrypt.ciphertext) }
    const sealed = await encryptWithLabel(crypto, suite, hex(encrypt.pub), label, bound, plaintext)
    for (const ciphertext of [given, sealed]) {
      check(ciphertext !== undefined, "encrypted")
      const opened = await decryptWithLabel(
        crypto,
        suite,
        privateKey(suite, encrypt.priv),
        label,
        bound,
        ciphertext,
      )
      check(opened !== undefined, "decrypted")
      same(opened, plaintext, "encrypt_with_label")
    }
  },
)
