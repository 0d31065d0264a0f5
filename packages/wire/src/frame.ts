import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf"
import { type Bytes, fail, type Result } from "@colombe/base"
import {
  AnswerSchema,
  type Call,
  CallSchema,
  type EventSchema,
  type ServerFrame,
  ServerFrameSchema,
} from "./gen/colombe/v1/delivery_pb.ts"
import { frameBytesMax, serverFrameBytesMax } from "./limits.ts"
import { readMessage } from "./messages.ts"
import { type Refused, toRefusal } from "./refusal.ts"

export type FrameCode = "frame-malformed" | "frame-too-large"

/** `id` is the client's own: whole numbers from 1 to 2^32 − 1, not in use by a call that waits. */
export function encodeCall(id: number, method: string, body: Bytes): Bytes {
  return toBinary(CallSchema, create(CallSchema, { id, method, body }))
}

/** An id of 0 is what a missing id looks like, so no call has it. */
export function decodeCall(frame: Bytes): Result<Call, FrameCode> {
  if (frame.length > frameBytesMax) return fail("frame-too-large")
  const read = readMessage(CallSchema, frame)
  return read.ok && read.value.id === 0 ? fail("frame-malformed") : read
}

export function encodeAnswer(id: number, body: Bytes): Bytes {
  return encodeFrame({ frame: { case: "answer", value: { id, result: { case: "body", value: body } } } })
}

export function encodeRefusal(id: number, refused: Refused): Bytes {
  const value = create(AnswerSchema, { id, result: { case: "refusal", value: toRefusal(refused) } })
  return encodeFrame({ frame: { case: "answer", value } })
}

export type EventInit = NonNullable<MessageInitShape<typeof EventSchema>["event"]>

export function encodeEvent(event: EventInit): Bytes {
  return encodeFrame({ frame: { case: "event", value: { event } } })
}

/** A frame without content comes from something newer, or from no server of ours: the caller decides. */
export function decodeServerFrame(frame: Bytes): Result<ServerFrame, FrameCode> {
  if (frame.length > serverFrameBytesMax) return fail("frame-too-large")
  return readMessage(ServerFrameSchema, frame)
}

function encodeFrame(frame: MessageInitShape<typeof ServerFrameSchema>): Bytes {
  return toBinary(ServerFrameSchema, create(ServerFrameSchema, frame))
}
