import { type Bytes, fail, fromBase64Url, type Result, succeed } from "@colombe/base"

export const sendIdBytes = 16

export function sendIdOf(text: string): Result<Bytes> {
  const bytes = fromBase64Url(text)
  return bytes?.length === sendIdBytes ? succeed(bytes) : fail("id-invalid")
}
