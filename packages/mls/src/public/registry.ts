/** Every number of MLS that this engine knows, standard and private, in one place (RFC 9420 §17; spec/mls.md M3–M6). */

export const mls10 = 1

/** Cipher suites by their IANA names (RFC 9420 §17.1). */
export const suiteIds = {
  MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519: 0x0001,
  MLS_128_DHKEMP256_AES128GCM_SHA256_P256: 0x0002,
  MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519: 0x0003,
  /** Private number until IANA assigns one: X-Wing, HKDF-SHA384, AES-256-GCM, SHA-384, Ed25519. */
  MLS_128_MLKEM768X25519_AES256GCM_SHA384_Ed25519: 0xf0a2,
} as const

/** RFC 9420 §17.3. */
export const extensionTypes = {
  applicationId: 0x0001,
  ratchetTree: 0x0002,
  requiredCapabilities: 0x0003,
  externalPub: 0x0004,
  externalSenders: 0x0005,
  /** KeyPackage extension of draft-ietf-mls-extensions; private number until IANA assigns one. */
  lastResort: 0xf0c4,
} as const

export type ExtensionPlace = "keyPackage" | "leaf" | "groupContext" | "groupInfo"

const extensionPlaces: ReadonlyMap<number, ExtensionPlace> = new Map([
  [extensionTypes.applicationId, "leaf"],
  [extensionTypes.ratchetTree, "groupInfo"],
  [extensionTypes.requiredCapabilities, "groupContext"],
  [extensionTypes.externalPub, "groupInfo"],
  [extensionTypes.externalSenders, "groupContext"],
  [extensionTypes.lastResort, "keyPackage"],
])

/** RFC 9420 §17.3: a standard extension has one place; elsewhere it would be a rule that nobody keeps. */
export function isMisplaced(type: number, place: ExtensionPlace): boolean {
  return (extensionPlaces.get(type) ?? place) !== place
}

/** RFC 9420 §17.4. */
export const proposalTypes = {
  add: 0x0001,
  update: 0x0002,
  remove: 0x0003,
  preSharedKey: 0x0004,
  reInit: 0x0005,
  externalInit: 0x0006,
  groupContextExtensions: 0x0007,
  /** draft-ietf-mls-extensions; private number until IANA assigns one. */
  selfRemove: 0xf0c3,
} as const

/** RFC 9420 §17.5. */
export const credentialTypes = { basic: 0x0001, x509: 0x0002 } as const

/** RFC 9420 §17: numbers that no registry gives out. */
export const isPrivate = (type: number) => type >= 0xf000 && type <= 0xffff

/** RFC 9420 §7.2: types that every client supports and that capabilities do not list. */
export const isDefaultExtension = (type: number) => type >= 0x0001 && type <= 0x0005
export const isDefaultProposal = (type: number) => type >= 0x0001 && type <= 0x0007
