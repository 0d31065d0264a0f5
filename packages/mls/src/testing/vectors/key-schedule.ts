import { decode, encode, unwrap } from "@colombe/base"
import { confirmationTagOf, exportFrom, externalKeyPair, startEpoch } from "../../key-schedule.ts"
import { preSharedKeySecret } from "../../pre-shared-key.ts"
import { senderDataKey } from "../../private-message.ts"
import { transcriptInput } from "../../public/commit/judge.ts"
import { confirmedTranscriptHash, interimTranscriptHash } from "../../public/labels.ts"
import { authenticatedContent, groupContext } from "../../public/structs/index.ts"
import { keyAt, startSecretTree } from "../../secret-tree.ts"
import { check, hex, same } from "./check.ts"
import { kind, type SuiteCase, suiteOf } from "./kind.ts"

interface KeySchedule extends SuiteCase {
  readonly group_id: string
  readonly initial_init_secret: string
  readonly epochs: readonly (Readonly<Record<string, string>> & {
    readonly exporter: {
      readonly label: string
      readonly context: string
      readonly length: number
      readonly secret: string
    }
  })[]
}

export const keySchedule = kind<KeySchedule>(
  "key-schedule",
  ["initial_init_secret", "epochs"],
  async ({ crypto }, vector) => {
    const suite = suiteOf(vector)
    let initSecret = hex(vector.initial_init_secret)
    for (const [epoch, expected] of vector.epochs.entries()) {
      const field = (name: string) => hex((expected as Record<string, string>)[name] ?? "")
      const context = {
        version: 1,
        suite: suite.id,
        groupId: hex(vector.group_id),
        epoch,
        treeHash: field("tree_hash"),
        confirmedTranscriptHash: field("confirmed_transcript_hash"),
        extensions: [],
      } as const
      same(encode(groupContext, context), field("group_context"), "group_context")
      const started = startEpoch(crypto, suite, {
        initSecret,
        commitSecret: field("commit_secret"),
        preSharedKeySecret:
          expected.psk_secret === undefined ? new Uint8Array(suite.secretBytes) : field("psk_secret"),
        context,
      })
      const { secrets } = started
      same(started.joiner, field("joiner_secret"), "joiner_secret")
      same(started.welcome, field("welcome_secret"), "welcome_secret")
      same(started.encryption, field("encryption_secret"), "encryption_secret")
      same(secrets.init, field("init_secret"), "init_secret")
      same(secrets.senderData, field("sender_data_secret"), "sender_data_secret")
      same(secrets.authenticator, field("epoch_authenticator"), "epoch_authenticator")
      same(secrets.external, field("external_secret"), "external_secret")
      same(secrets.confirmation, field("confirmation_key"), "confirmation_key")
      same(secrets.membership, field("membership_key"), "membership_key")
      same(secrets.resumption, field("resumption_psk"), "resumption_psk")
      check(secrets.exporter !== undefined, "exporter kept")
      same(secrets.exporter, field("exporter_secret"), "exporter_secret")
      const external = await externalKeyPair(crypto, suite, secrets.external)
      same(external.publicKey, field("external_pub"), "external_pub")
      const { label, context: exported, length, secret } = expected.exporter
      same(exportFrom(crypto, suite, secrets.exporter, label, hex(exported), length), secret, "exporter")
      initSecret = secrets.init
    }
  },
)

interface PskSecret extends SuiteCase {
  readonly psks: readonly { readonly psk_id: string; readonly psk: string; readonly psk_nonce: string }[]
  readonly psk_secret: string
}

export const pskSecret = kind<PskSecret>("psk_secret", ["psks", "psk_secret"], ({ crypto }, vector) => {
  const suite = suiteOf(vector)
  const keys = vector.psks.map(({ psk_id, psk, psk_nonce }) => ({
    id: { key: { kind: "external", id: hex(psk_id) } as const, nonce: hex(psk_nonce) },
    secret: hex(psk),
  }))
  same(preSharedKeySecret(crypto, suite, keys), vector.psk_secret, "psk_secret")
})

interface TranscriptHashes extends SuiteCase {
  readonly confirmation_key: string
  readonly authenticated_content: string
  readonly interim_transcript_hash_before: string
  readonly confirmed_transcript_hash_after: string
  readonly interim_transcript_hash_after: string
}

export const transcriptHashes = kind<TranscriptHashes>(
  "transcript-hashes",
  ["authenticated_content", "interim_transcript_hash_before"],
  ({ crypto }, vector) => {
    const suite = suiteOf(vector)
    const content = unwrap(decode(authenticatedContent, hex(vector.authenticated_content)))
    check(content.content.body.kind === "commit", "a commit")
    const before = hex(vector.interim_transcript_hash_before)
    const confirmed = confirmedTranscriptHash(crypto, suite, before, transcriptInput(content))
    same(confirmed, vector.confirmed_transcript_hash_after, "confirmed_transcript_hash_after")
    const tag = confirmationTagOf(crypto, suite, hex(vector.confirmation_key), confirmed)
    same(content.auth.confirmationTag ?? new Uint8Array(), tag, "confirmation_tag")
    const interim = interimTranscriptHash(crypto, suite, confirmed, tag)
    same(interim, vector.interim_transcript_hash_after, "interim_transcript_hash_after")
  },
)

interface SecretTree extends SuiteCase {
  readonly sender_data: {
    readonly sender_data_secret: string
    readonly ciphertext: string
    readonly key: string
    readonly nonce: string
  }
  readonly encryption_secret: string
  readonly leaves: readonly (readonly {
    readonly generation: number
    readonly handshake_key: string
    readonly handshake_nonce: string
    readonly application_key: string
    readonly application_nonce: string
  }[])[]
}

export const secretTree = kind<SecretTree>(
  "secret-tree",
  ["sender_data", "encryption_secret", "leaves"],
  (ctx, vector) => {
    const suite = suiteOf(vector)
    const { sender_data_secret, ciphertext, key, nonce } = vector.sender_data
    const made = senderDataKey(ctx, suite, hex(sender_data_secret), hex(ciphertext))
    same(made.key, key, "sender_data key")
    same(made.nonce, nonce, "sender_data nonce")
    let tree = startSecretTree(hex(vector.encryption_secret), roundUp(vector.leaves.length))
    for (const [leaf, generations] of vector.leaves.entries())
      for (const expected of generations)
        for (const ratchet of ["handshake", "application"] as const) {
          const used = unwrap(keyAt(ctx.crypto, suite, tree, leaf, ratchet, expected.generation))
          tree = used.tree
          const where = `leaf ${leaf}, generation ${expected.generation}, ${ratchet}`
          same(used.messageKey.key, expected[`${ratchet}_key`], `key of ${where}`)
          same(used.messageKey.nonce, expected[`${ratchet}_nonce`], `nonce of ${where}`)
        }
  },
)

/** A tree has a power of two of places for its leaves. */
function roundUp(leaves: number): number {
  return 2 ** Math.ceil(Math.log2(leaves))
}
