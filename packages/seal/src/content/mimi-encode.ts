import type { Bytes } from "@colombe/base"
import { type CborValue, encodeCbor } from "./cbor.ts"
import { cardinalities, type MimiContent, type Part, partSemantics } from "./mimi.ts"

export function encodeMimi(content: MimiContent): Bytes {
  const { salt, replaces, topicId, expires, inReplyTo, extensions, part } = content
  return encodeCbor([
    salt,
    replaces ?? null,
    topicId,
    expires === undefined ? null : [expires.relative, expires.time],
    inReplyTo ?? null,
    extensions,
    partItems(part),
  ])
}

function partItems(part: Part): readonly CborValue[] {
  const head = [part.disposition, part.language, cardinalities.indexOf(part.cardinality)]
  switch (part.cardinality) {
    case "null":
      return head
    case "single":
      return [...head, part.contentType, part.content]
    case "external":
      return [
        ...head,
        part.contentType,
        part.url,
        part.expires,
        part.size,
        part.encAlg,
        part.key,
        part.nonce,
        part.aad,
        part.hashAlg,
        part.contentHash,
        part.description,
        part.filename,
      ]
    case "multi":
      return [...head, partSemantics.indexOf(part.semantics), part.parts.map(partItems)]
  }
}
