import type { Bytes } from "@colombe/base"
import type { CborValue } from "./cbor.ts"

/** MIMI content (draft-ietf-mimi-content-08), field for field. Null in the format is undefined here. */
export interface MimiContent {
  /** 16 random bytes. */
  readonly salt: Bytes
  /** MessageId of the first version of what this replaces. */
  readonly replaces: Bytes | undefined
  /** Empty: no topic. */
  readonly topicId: Bytes
  readonly expires: Expiration | undefined
  readonly inReplyTo: Bytes | undefined
  readonly extensions: ReadonlyMap<ExtensionKey, CborValue>
  readonly part: Part
}

export type ExtensionKey = number | string

export interface Expiration {
  readonly relative: boolean
  /** Seconds: after reading, or since 1970. */
  readonly time: number
}

export type Part = PartHead & PartBody

interface PartHead {
  /** Of the registry below, or up to 255. */
  readonly disposition: number
  /** Empty, or language tags (RFC 5646) separated by commas. */
  readonly language: string
}

type PartBody =
  | { readonly cardinality: "null" }
  | { readonly cardinality: "single"; readonly contentType: string; readonly content: Bytes }
  | ({ readonly cardinality: "external" } & ExternalContent)
  | {
      readonly cardinality: "multi"
      readonly semantics: (typeof partSemantics)[number]
      readonly parts: readonly Part[]
    }

export interface ExternalContent {
  readonly contentType: string
  readonly url: string
  readonly expires: number
  readonly size: number
  readonly encAlg: number
  readonly key: Bytes
  readonly nonce: Bytes
  readonly aad: Bytes
  readonly hashAlg: number
  readonly contentHash: Bytes
  readonly description: string
  readonly filename: string
}

export const dispositions = {
  unspecified: 0,
  render: 1,
  reaction: 2,
  profile: 3,
  inline: 4,
  icon: 5,
  attachment: 6,
  session: 7,
  preview: 8,
} as const

/** The place in the list is the number on the wire. */
export const cardinalities = ["null", "single", "external", "multi"] as const
export const partSemantics = ["choose-one", "single-unit", "process-all"] as const

/** The draft's own limits: parts within parts, and arrays and maps within the extensions, their map counted. */
export const partDepthMax = 4
export const extensionDepthMax = 4
export const extensionKeyBytesMax = 255
export const saltBytes = 16
export const messageIdBytes = 32
