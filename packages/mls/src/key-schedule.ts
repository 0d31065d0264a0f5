import { type Bytes, encode, opaque, struct, toUtf8, uint, uint16 } from "@colombe/base"
import { type Crypto, hkdfExpand, hkdfExtract, type KeyPair, kemDeriveKeyPair } from "@colombe/base/crypto"
import { type GroupContext, groupContext } from "./public/structs/group-info.ts"
import type { Suite } from "./public/suite.ts"

type Mac = Pick<Crypto, "hmac">

const kdfLabel = struct({ length: uint16, label: opaque, context: opaque })
const empty = new Uint8Array(0)

/** ExpandWithLabel (RFC 9420 §8). */
export function expandWithLabel(
  crypto: Mac,
  suite: Suite,
  secret: Bytes,
  label: string,
  context: Bytes,
  length: number,
): Bytes {
  const info = encode(kdfLabel, { length, label: toUtf8(`MLS 1.0 ${label}`), context })
  return hkdfExpand(crypto, suite.hpke.kdf, secret, info, length)
}

/** DeriveSecret (RFC 9420 §8). */
export function deriveSecret(crypto: Mac, suite: Suite, secret: Bytes, label: string): Bytes {
  return expandWithLabel(crypto, suite, secret, label, empty, suite.secretBytes)
}

/** DeriveTreeSecret (RFC 9420 §9.1). */
export function deriveTreeSecret(
  crypto: Mac,
  suite: Suite,
  secret: Bytes,
  label: string,
  generation: number,
  length: number,
): Bytes {
  return expandWithLabel(crypto, suite, secret, label, uint(generation, 4), length)
}

export function extract(crypto: Mac, suite: Suite, salt: Bytes, ikm: Bytes): Bytes {
  return hkdfExtract(crypto, suite.hpke.kdf, salt, ikm)
}

/** The secrets that live as long as their epoch (RFC 9420 §8). */
export interface EpochSecrets {
  readonly senderData: Bytes
  /** Undefined once it was dropped: then nothing more can be exported from this epoch. */
  readonly exporter: Bytes | undefined
  readonly external: Bytes
  readonly confirmation: Bytes
  readonly membership: Bytes
  readonly resumption: Bytes
  readonly authenticator: Bytes
  readonly init: Bytes
}

/** What the start of an epoch gives; the first three are used at once and not kept. */
export interface EpochStart {
  readonly joiner: Bytes
  readonly welcome: Bytes
  readonly encryption: Bytes
  readonly secrets: EpochSecrets
}

export interface EpochInput {
  /** Of the epoch before, or from an ExternalInit. */
  readonly initSecret: Bytes
  readonly commitSecret: Bytes
  readonly preSharedKeySecret: Bytes
  readonly context: GroupContext
}

export function startEpoch(crypto: Mac, suite: Suite, input: EpochInput): EpochStart {
  const extracted = extract(crypto, suite, input.initSecret, input.commitSecret)
  const context = encode(groupContext, input.context)
  const joiner = expandWithLabel(crypto, suite, extracted, "joiner", context, suite.secretBytes)
  return startFromJoiner(crypto, suite, joiner, input.preSharedKeySecret, input.context)
}

/** Where a newcomer starts, from the secret in the Welcome. */
export function startFromJoiner(
  crypto: Mac,
  suite: Suite,
  joiner: Bytes,
  preSharedKeySecret: Bytes,
  context: GroupContext,
): EpochStart {
  const member = extract(crypto, suite, joiner, preSharedKeySecret)
  const encoded = encode(groupContext, context)
  const epochSecret = expandWithLabel(crypto, suite, member, "epoch", encoded, suite.secretBytes)
  return {
    joiner,
    welcome: deriveSecret(crypto, suite, member, "welcome"),
    ...fromEpochSecret(crypto, suite, epochSecret),
  }
}

/** The Welcome opens before the GroupContext is known. */
export function welcomeSecret(crypto: Mac, suite: Suite, joiner: Bytes, preSharedKeySecret: Bytes): Bytes {
  return deriveSecret(crypto, suite, extract(crypto, suite, joiner, preSharedKeySecret), "welcome")
}

export function fromEpochSecret(
  crypto: Mac,
  suite: Suite,
  epochSecret: Bytes,
): Pick<EpochStart, "encryption" | "secrets"> {
  const derive = (label: string) => deriveSecret(crypto, suite, epochSecret, label)
  return {
    encryption: derive("encryption"),
    secrets: {
      senderData: derive("sender data"),
      exporter: derive("exporter"),
      external: derive("external"),
      confirmation: derive("confirm"),
      membership: derive("membership"),
      resumption: derive("resumption"),
      authenticator: derive("authentication"),
      init: derive("init"),
    },
  }
}

/** The pair that external joiners encrypt to (RFC 9420 §8.3). */
export function externalKeyPair(crypto: Crypto, suite: Suite, external: Bytes): Promise<KeyPair> {
  return kemDeriveKeyPair(crypto, suite.hpke.kem, external)
}

/** RFC 9420 §6.1. */
export function confirmationTagOf(crypto: Mac, suite: Suite, confirmation: Bytes, confirmed: Bytes): Bytes {
  return crypto.hmac(suite.hash, confirmation, confirmed)
}

/** MLS-Exporter (RFC 9420 §8.5). */
export function exportFrom(
  crypto: Pick<Crypto, "hmac" | "hash">,
  suite: Suite,
  exporter: Bytes,
  label: string,
  context: Bytes,
  length: number,
): Bytes {
  const secret = deriveSecret(crypto, suite, exporter, label)
  return expandWithLabel(crypto, suite, secret, "exported", crypto.hash(suite.hash, context), length)
}
