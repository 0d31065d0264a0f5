import { type Bytes, equal, fromHex } from "../bytes.ts"
import { mlkem } from "./lengths.ts"
import { ed25519PublicKey, ed25519Sign, ed25519Verify } from "./native-ed25519.ts"
import { mlkemDecapsulate, mlkemEncapsulate, mlkemPublicKey } from "./native-mlkem.ts"
import { p256Agree, p256Sign, p256Verify } from "./native-p256.ts"
import { x25519Agree, x25519PublicKey } from "./native-x25519.ts"
import { attempt, type Subtle } from "./subtle.ts"

/** Whether the platform gives the software's answers; each is found out once, when first asked. */
export interface Probes {
  ed25519(): Promise<boolean>
  x25519(): Promise<boolean>
  p256(): Promise<boolean>
  mlkem(): Promise<boolean>
}

const seed = Uint8Array.from({ length: 32 }, (_, index) => index + 1)
const message = Uint8Array.of(1, 2, 3)

/** What the software answers for that seed and message: written down, so that a platform that has all needs none of it. */
export const knownAnswers = {
  seed,
  message,
  ed25519: {
    publicKey: bytes("79b5562e8fe654f94078b112e8a98ba7901f853ae695bed7e0e3910bad049664"),
    signature: bytes(
      "a684e0b7aca09b438b6c5b861046d4f1f5a1ea6a46527a99185961067f287301" +
        "33b80c8d4f1970a110e5498732aeba4bf9c4c167867a705769511ce985b79201",
    ),
  },
  /** With its own public key. */
  x25519: { agreed: bytes("e1da0d42bded3149e1e30e6f2ada146bdfdaedc38649bf46c431d50d05a89242") },
  p256: {
    publicKey: bytes(
      "04515c3d6eb9e396b904d3feca7f54fdcd0cc1e997bf375dca515ad0a6c3b403" +
        "5f4536be3a50f318fbf9a5475902a221502bef0d57e08c53b2cc0a56f17d9f9354",
    ),
    agreed: bytes("b4f1fcce40735f836af8d6312d248d1a8348405669a195fac5350406ba76bcce"),
  },
} as const

/**
 * A public key with a component of order 8, and two signatures under it by somebody who knows its scalar. The second
 * satisfies only the equation with cofactor; the first also the one of rule E4, provided that k is reduced modulo
 * the order before it multiplies.
 */
const mixedKey = bytes("cdbc161be64c4302f56443ff29ccf36a2075be1a1fa67ff126b56315f5681c38")
const cofactorless = bytes(
  "dbf7d93158f28e7f4d76454ddf96f81fe99099cfef722737eff5dbdaa2bb58c1" +
    "bf4c3da11b68d0d173078bd2d1ec4dc10c9113a553214ffbcf62e824a20f950f",
)
const cofactored = bytes(
  "47a05ddd3e2659d1d7e0d3d5d7d0fc6ba82bd36a2a9656216c7d5ed362ff01e2" +
    "129edfab892b1767bd449b94b08f18d24a05428fb3160acb7083af2eee0bd70a",
)

export function platformProbes(subtle: Subtle): Probes {
  return {
    ed25519: once(() => probeEd25519(subtle)),
    x25519: once(() => probeX25519(subtle)),
    p256: once(() => probeP256(subtle)),
    mlkem: once(() => probeMlkem(subtle)),
  }
}

/** A platform without the algorithm rejects; that is an answer too. */
function once(probe: () => Promise<boolean>): () => Promise<boolean> {
  let answer: Promise<boolean> | undefined
  return () => {
    answer ??= attempt(probe).then(found => found ?? false)
    return answer
  }
}

async function probeEd25519(subtle: Subtle): Promise<boolean> {
  const { publicKey, signature } = knownAnswers.ed25519
  return (
    equal(await ed25519PublicKey(subtle, seed), publicKey) &&
    equal(await ed25519Sign(subtle, seed, message), signature) &&
    (await ed25519Verify(subtle, mixedKey, message, cofactorless)) &&
    !(await ed25519Verify(subtle, mixedKey, message, cofactored))
  )
}

async function probeX25519(subtle: Subtle): Promise<boolean> {
  const publicKey = await x25519PublicKey(subtle, seed)
  if (publicKey === undefined) return false
  return same(await x25519Agree(subtle, seed, publicKey), knownAnswers.x25519.agreed)
}

async function probeP256(subtle: Subtle): Promise<boolean> {
  const { publicKey, agreed } = knownAnswers.p256
  const signature = await p256Sign(subtle, seed, message)
  return (
    (await p256Verify(subtle, publicKey, message, signature)) &&
    same(await p256Agree(subtle, seed, publicKey), agreed)
  )
}

async function probeMlkem(subtle: Subtle): Promise<boolean> {
  const mlkemSeed = Uint8Array.from({ length: mlkem.seed }, (_, index) => index)
  const publicKey = await mlkemPublicKey(subtle, mlkemSeed)
  const made = await mlkemEncapsulate(subtle, publicKey)
  return made !== undefined && same(await mlkemDecapsulate(subtle, mlkemSeed, made.ciphertext), made.shared)
}

function same(left: Bytes | undefined, right: Bytes | undefined): boolean {
  return left !== undefined && right !== undefined && equal(left, right)
}

function bytes(hex: string): Bytes {
  return fromHex(hex) ?? new Uint8Array()
}
