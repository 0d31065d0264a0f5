import { type Bytes, fail, type Result, succeed, toUtf8 } from "@colombe/base"
import { type CborKey, type CborValue, decodeCbor } from "./cbor.ts"
import * as is from "./cbor-shape.ts"
import {
  cardinalities,
  type Expiration,
  type ExtensionKey,
  extensionDepthMax,
  extensionKeyBytesMax,
  type MimiContent,
  messageIdBytes,
  type Part,
  partDepthMax,
  partSemantics,
  saltBytes,
} from "./mimi.ts"

/** `content-malformed`: not the shape of the draft. A shape that is right and unknown to this version is not an error. */
export function decodeMimi(bytes: Bytes): Result<MimiContent, "content-malformed" | "content-not-canonical"> {
  const decoded = decodeCbor(bytes)
  if (!decoded.ok)
    return fail(
      decoded.code === "cbor-not-canonical" ? "content-not-canonical" : "content-malformed",
      "never",
      decoded.cause,
    )
  try {
    return succeed(readContent(decoded.value))
  } catch (error) {
    if (error instanceof is.WrongShape) return fail("content-malformed", "never", error)
    throw error
  }
}

function readContent(value: CborValue): MimiContent {
  const items = is.array(value, 7, 7)
  return {
    salt: is.bytes(items[0], saltBytes),
    replaces: is.nullable(items[1], readMessageId),
    topicId: is.bytes(items[2]),
    expires: is.nullable(items[3], readExpiration),
    inReplyTo: is.nullable(items[4], readMessageId),
    extensions: readExtensions(items[5]),
    part: readPart(items[6], 1),
  }
}

function readMessageId(value: is.Item): Bytes {
  return is.bytes(value, messageIdBytes)
}

function readExpiration(value: is.Item): Expiration {
  const items = is.array(value, 2, 2)
  return { relative: is.boolean(items[0]), time: is.uint(items[1], 4) }
}

function readExtensions(value: is.Item): ReadonlyMap<ExtensionKey, CborValue> {
  const extensions = new Map<ExtensionKey, CborValue>()
  for (const [key, extension] of is.map(value)) {
    is.demand(isExtensionKey(key) && is.depth(extension) < extensionDepthMax, "extension")
    extensions.set(key, extension)
  }
  return extensions
}

function isExtensionKey(key: CborKey): key is ExtensionKey {
  if (typeof key === "number") return Number.isSafeInteger(key)
  return typeof key === "string" && key.length > 0 && toUtf8(key).length <= extensionKeyBytesMax
}

function readPart(value: is.Item, level: number): Part {
  is.demand(level <= partDepthMax, "parts nested too deep")
  const items = is.array(value, 3, 15)
  const head = { disposition: is.uint(items[0], 1), language: is.text(items[1]) }
  const cardinality = is.member(items[2], cardinalities)
  switch (cardinality) {
    case "null":
      is.array(value, 3, 3)
      return { ...head, cardinality }
    case "single":
      is.array(value, 5, 5)
      return { ...head, cardinality, contentType: is.text(items[3]), content: is.bytes(items[4]) }
    case "external":
      return { ...head, cardinality, ...readExternal(is.array(value, 15, 15)) }
    case "multi":
      is.array(value, 5, 5)
      return {
        ...head,
        cardinality,
        semantics: is.member(items[3], partSemantics),
        parts: is.array(items[4], 2).map(one => readPart(one, level + 1)),
      }
  }
}

function readExternal(items: readonly CborValue[]) {
  return {
    contentType: is.text(items[3]),
    url: is.text(items[4]),
    expires: is.uint(items[5], 4),
    size: is.uint(items[6], 8),
    encAlg: is.uint(items[7], 2),
    key: is.bytes(items[8]),
    nonce: is.bytes(items[9]),
    aad: is.bytes(items[10]),
    hashAlg: is.uint(items[11], 1),
    contentHash: is.bytes(items[12]),
    description: is.text(items[13]),
    filename: is.text(items[14]),
  }
}
