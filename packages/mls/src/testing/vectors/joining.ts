import { equal, toHex, unwrap } from "@colombe/base"
import { kemPublicKey, signerFromPrivateKey } from "@colombe/base/crypto"
import {
  epochAuthenticator,
  type Group,
  groupInfoSigned,
  joinFromWelcome,
  type MlsContext,
  type PreSharedKeyId,
  processMessage,
  resumptionKey,
} from "../../index.ts"
import { confirmationTagOf, startFromJoiner } from "../../key-schedule.ts"
import { checkSignature } from "../../public/labels.ts"
import { decodeMessageAs } from "../../public/structs/message.ts"
import { openWelcome } from "../../welcome.ts"
import { check, hex, same } from "./check.ts"
import { kind, privateKey, type SuiteCase, suiteOf } from "./kind.ts"

interface WelcomeCase extends SuiteCase {
  readonly init_priv: string
  readonly signer_pub: string
  readonly key_package: string
  readonly welcome: string
}

export const welcome = kind<WelcomeCase>(
  "welcome",
  ["init_priv", "signer_pub", "welcome"],
  async (ctx, vector) => {
    const suite = suiteOf(vector)
    const keyPackage = unwrap(decodeMessageAs(hex(vector.key_package), "keyPackage"))
    const secrets = {
      version: 1,
      initKey: privateKey(suite, vector.init_priv),
      leafKey: new Uint8Array(),
    } as const
    const opened = unwrap(await openWelcome(ctx, { welcome: hex(vector.welcome), keyPackage, secrets }))
    const { info } = opened
    const signer = hex(vector.signer_pub)
    const signed = groupInfoSigned(info)
    unwrap(await checkSignature(ctx.crypto, suite, signer, "GroupInfoTBS", signed, info.signature))
    const { joinerSecret } = opened.secrets
    const epoch = startFromJoiner(ctx.crypto, suite, joinerSecret, opened.preSharedKeySecret, info.context)
    const confirmed = info.context.confirmedTranscriptHash
    const tag = confirmationTagOf(ctx.crypto, suite, epoch.secrets.confirmation, confirmed)
    same(info.confirmationTag, tag, "confirmation_tag")
  },
)

interface PassiveClient extends SuiteCase {
  readonly external_psks: readonly { readonly psk_id: string; readonly psk: string }[]
  readonly key_package: string
  readonly signature_priv: string
  readonly encryption_priv: string
  readonly init_priv: string
  readonly welcome: string
  readonly ratchet_tree: string | null
  readonly initial_epoch_authenticator: string
  readonly epochs: readonly {
    readonly proposals: readonly string[]
    readonly commit: string
    readonly epoch_authenticator: string
  }[]
}

export const passiveClient = kind<PassiveClient>(
  "passive-client",
  ["external_psks", "initial_epoch_authenticator", "epochs"],
  async (outer, vector) => {
    const resumptions = new Map<string, Uint8Array>()
    const remember = (group: Group) => {
      const { groupId, epoch } = group.public.context
      resumptions.set(`${toHex(groupId)} ${epoch}`, resumptionKey(group))
    }
    const ctx: MlsContext = {
      ...outer,
      preSharedKey: ({ key }: PreSharedKeyId) => {
        if (key.kind === "resumption") return resumptions.get(`${toHex(key.groupId)} ${key.epoch}`)
        const found = vector.external_psks.find(({ psk_id }) => equal(hex(psk_id), key.id))
        return found && hex(found.psk)
      },
    }
    let group = await joined(ctx, vector)
    same(epochAuthenticator(group), vector.initial_epoch_authenticator, "initial_epoch_authenticator")
    for (const [index, epoch] of vector.epochs.entries()) {
      remember(group)
      for (const proposal of epoch.proposals)
        group = next(unwrap(await processMessage(ctx, group, hex(proposal))))
      group = next(unwrap(await processMessage(ctx, group, hex(epoch.commit))))
      same(epochAuthenticator(group), epoch.epoch_authenticator, `epoch_authenticator ${index}`)
    }
  },
)

function next({ next: group }: { readonly next: Group | undefined }): Group {
  check(group !== undefined, "still a member")
  return group
}

async function joined(ctx: MlsContext, vector: PassiveClient): Promise<Group> {
  const suite = suiteOf(vector)
  const keyPackage = unwrap(decodeMessageAs(hex(vector.key_package), "keyPackage"))
  const signer = await signerFromPrivateKey(
    ctx.crypto,
    suite.signature,
    privateKey(suite, vector.signature_priv),
  )
  same(signer.publicKey, keyPackage.leaf.signatureKey, "signature_priv")
  const { kem } = suite.hpke
  const secrets = {
    version: 1,
    initKey: privateKey(suite, vector.init_priv),
    leafKey: privateKey(suite, vector.encryption_priv),
  } as const
  for (const [privateKey, publicKey] of [
    [secrets.initKey, keyPackage.initKey],
    [secrets.leafKey, keyPackage.leaf.encryptionKey],
  ] as const)
    same((await kemPublicKey(ctx.crypto, kem, privateKey)) ?? new Uint8Array(), publicKey, "private keys")
  const tree = vector.ratchet_tree === null ? {} : { tree: hex(vector.ratchet_tree) }
  const input = { welcome: hex(vector.welcome), keyPackage, secrets, ...tree }
  return unwrap(await joinFromWelcome(ctx, input)).group
}
