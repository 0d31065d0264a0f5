import { create, type DescMessage, fromBinary, type MessageShape, toBinary } from "@bufbuild/protobuf"
import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import type { Method, RequestInit, RequestOf, ResponseInit, ResponseOf } from "./methods.ts"

/** Fields that a newer side adds are skipped, not kept. */
const reading = { readUnknownFields: false }

/** Strings of the schema are UTF-8; what is not is refused like any other malformed message. */
export function readMessage<Schema extends DescMessage>(
  schema: Schema,
  bytes: Bytes,
): Result<MessageShape<Schema>, "frame-malformed"> {
  try {
    return succeed(fromBinary(schema, bytes, reading))
  } catch (error) {
    // The parser throws on whatever it cannot read, and has no other way to say so.
    return fail("frame-malformed", "never", error)
  }
}

export function encodeRequest<M extends Method>(method: M, request: RequestInit<M>): Bytes {
  return toBinary(method.input, create(method.input, request))
}

export function decodeRequest<M extends Method>(
  method: M,
  body: Bytes,
): Result<RequestOf<M>, "request-invalid"> {
  const read = readMessage(method.input, body)
  return read.ok ? (read as { ok: true; value: RequestOf<M> }) : fail("request-invalid", "never", read.cause)
}

export function encodeResponse<M extends Method>(method: M, response: ResponseInit<M>): Bytes {
  return toBinary(method.output, create(method.output, response))
}

export function decodeResponse<M extends Method>(
  method: M,
  body: Bytes,
): Result<ResponseOf<M>, "frame-malformed"> {
  return readMessage(method.output, body) as Result<ResponseOf<M>, "frame-malformed">
}
