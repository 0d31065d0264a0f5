import { type Bytes, toUtf8, uint, unwrap } from "@colombe/base"
import { type Crypto, type Signer, signerFromPrivateKey } from "@colombe/base/crypto"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { platformCrypto } from "@colombe/base/crypto/platform"
import { deviceIdOf } from "../account.ts"
import { headOf, type VerifiedChain } from "../chain.ts"
import { beginChain, extendChain, growChain } from "../chain-verify.ts"
import type { AccountId, DeviceId, Position, PublicKey } from "../ids.ts"
import { xwingKeyBytes } from "../key-rules.ts"
import type { Link, RecoveryKeys, Scope } from "../link.ts"
import {
  type Author,
  addLink,
  allHistory,
  deviceAuthor,
  deviceEntryOf,
  ed25519Key,
  genesisLink,
  recoveryAuthor,
  removeLink,
  resetLink,
  scopeLink,
} from "../link-build.ts"

/** Seeded, with the platform's quicker signatures, which are the same bytes. */
export const crypto: Crypto = {
  ...platformCrypto(globalThis.crypto),
  random: deterministicCrypto(toUtf8("rules")).random,
}

/** A key for ever the same under its name. */
export function keyNamed(name: string): Promise<Signer> {
  return signerFromPrivateKey(crypto, "Ed25519", crypto.hash("SHA-256", toUtf8(name)))
}

/** Bytes in the shape of an X-Wing key: nothing here seals to it. */
export function xwingNamed(name: string): PublicKey {
  const digest = crypto.hash("SHA-256", toUtf8(name))
  return {
    algorithm: "xwing",
    bytes: Uint8Array.from({ length: xwingKeyBytes }, (_, at) => digest[at % 32] ?? 0),
  }
}

export function recoveryOf(key: Signer, name: string): RecoveryKeys {
  return { sign: ed25519Key(key.publicKey), seal: xwingNamed(`${name} seal`) }
}

/** Somebody with words, devices named by number, and the chain that their links make. */
export class Person {
  readonly name: string
  readonly account: AccountId
  chain: VerifiedChain

  constructor(name: string, chain: VerifiedChain) {
    this.name = name
    this.account = chain.account
    this.chain = chain
  }

  get head(): Position {
    return headOf(this.chain)
  }

  get links(): readonly Link[] {
    return this.chain.steps.map(({ link }) => link)
  }

  key(device: number): Promise<Signer> {
    return keyNamed(`${this.name} ${device}`)
  }

  words(generation = this.head.generation): Promise<Signer> {
    return keyNamed(`${this.name} words ${generation}`)
  }

  async device(device: number): Promise<DeviceId> {
    return deviceIdOf(crypto, this.account, ed25519Key((await this.key(device)).publicKey))
  }

  async author(device: number | "recovery"): Promise<Author> {
    if (device === "recovery") return recoveryAuthor(await this.words())
    return deviceAuthor(crypto, this.account, await this.key(device))
  }

  async add(device: number, by: number | "recovery" = 1, scope: Scope = allHistory): Promise<Link> {
    const key = await this.key(device)
    return addLink(crypto, this.chain, await this.author(by), deviceEntryOf(key, scope), key)
  }

  async remove(device: number, by: number | "recovery" = 1): Promise<Link> {
    return removeLink(this.chain, await this.author(by), await this.device(device))
  }

  async narrow(device: number, scope: Scope, by: number | "recovery" = 1): Promise<Link> {
    return scopeLink(this.chain, await this.author(by), await this.device(device), scope)
  }

  /** `entering`: those of `devices` that are new on the path. */
  async reset(devices: readonly number[], entering: readonly number[] = [], from = this.head): Promise<Link> {
    const generation = from.generation
    const words = await this.words(generation + 1)
    const keys = await Promise.all(devices.map(device => this.key(device)))
    const signers = await Promise.all(entering.map(device => this.key(device)))
    const reset = {
      recovery: recoveryOf(words, this.name),
      devices: keys.map(key => deviceEntryOf(key)),
      entering: signers,
    }
    return resetLink(crypto, this.chain, await this.words(generation), reset, from)
  }

  async follow(link: Promise<Link>): Promise<this> {
    this.chain = unwrap(await extendChain(crypto, this.chain, await link))
    return this
  }

  /** The same person as of another branch. */
  async branch(...links: readonly Link[]): Promise<VerifiedChain> {
    return unwrap(await growChain(crypto, this.chain, links))
  }

  at(chain: VerifiedChain): Person {
    return new Person(this.name, chain)
  }
}

export function nonceNamed(name: string): Bytes {
  return crypto.hash("SHA-256", toUtf8(`${name} nonce`)).slice(0, 16)
}

export async function genesisOf(name: string, scope: Scope = allHistory): Promise<Link> {
  return genesisLink(crypto, {
    nonce: nonceNamed(name),
    recovery: await keyNamed(`${name} words 0`),
    recoverySeal: xwingNamed(`${name} seal`),
    first: await keyNamed(`${name} 1`),
    scope,
  })
}

/** One device, number 1. */
export async function person(name: string, scope: Scope = allHistory): Promise<Person> {
  return new Person(name, unwrap(await beginChain(crypto, await genesisOf(name, scope))))
}

export function digestOf(number: number): Bytes {
  return crypto.hash("SHA-256", uint(number, 4))
}
