import {
  type Bytes,
  choice,
  constant,
  type Decoded,
  decode,
  encode,
  fail,
  type Result,
  struct,
  succeed,
  uint16,
} from "@colombe/base"
import { mls10 } from "../registry.ts"
import {
  type PrivateMessage,
  type PublicMessage,
  privateMessage,
  publicMessage,
  wireFormat,
} from "./framing.ts"
import { type GroupInfo, groupInfo } from "./group-info.ts"
import { type KeyPackage, keyPackage } from "./key-package.ts"
import { type Welcome, welcome } from "./welcome.ts"

/** MLSMessage (RFC 9420 §6). */
export const mlsMessage = struct({
  version: constant(uint16, mls10),
  body: choice("format", wireFormat, {
    publicMessage: struct({ message: publicMessage }),
    privateMessage: struct({ message: privateMessage }),
    welcome: struct({ message: welcome }),
    groupInfo: struct({ message: groupInfo }),
    keyPackage: struct({ message: keyPackage }),
  }),
})
export type MlsMessage = Decoded<typeof mlsMessage>
export type MessageBody = MlsMessage["body"]

export function encodeMessage(body: MessageBody): Bytes {
  return encode(mlsMessage, { version: mls10, body })
}

export function decodeMessage(bytes: Bytes): Result<MessageBody, "malformed"> {
  const message = decode(mlsMessage, bytes)
  return message.ok ? succeed(message.value.body) : message
}

interface Messages {
  readonly publicMessage: PublicMessage
  readonly privateMessage: PrivateMessage
  readonly welcome: Welcome
  readonly groupInfo: GroupInfo
  readonly keyPackage: KeyPackage
}

/** Reads an MLSMessage that has to have one format; any other is `unexpected-message`. */
export function decodeMessageAs<const Format extends keyof Messages>(
  bytes: Bytes,
  format: Format,
): Result<Messages[Format], "malformed" | "unexpected-message"> {
  const body = decodeMessage(bytes)
  if (!body.ok) return body
  if (body.value.format !== format) return fail("unexpected-message")
  return succeed(body.value.message as Messages[Format])
}
