import { fail, type Result, succeed, toBase64Url } from "@colombe/base"
import { isRefusalCode, refusalCodes } from "@colombe/wire"
import type { BlobPlace, Transfer } from "./ports.ts"

/** As much of the platform's `fetch` as is used here. */
export type Fetch = (
  url: string,
  request: {
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: Uint8Array<ArrayBuffer>
    readonly cache: "no-store"
    readonly credentials: "omit"
    readonly redirect: "error"
  },
) => Promise<FetchAnswer>

interface FetchAnswer {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
  arrayBuffer(): Promise<ArrayBuffer>
}

const tusVersion = "1.0.0"

/** Spec F8: uploads by tus 1.0, downloads by ranges. */
export function httpTransfer(fetch: Fetch): Transfer {
  return {
    async send(place, offset, bytes) {
      const answer = await ask(fetch, place, {
        method: "PATCH",
        headers: {
          "tus-resumable": tusVersion,
          "upload-offset": String(offset),
          "content-type": "application/offset+octet-stream",
        },
        body: bytes as Uint8Array<ArrayBuffer>,
      })
      if (!answer.ok) return answer
      const length = Number(answer.value.headers.get("upload-offset"))
      const isAnswer = answer.value.status === 204 && Number.isSafeInteger(length)
      return isAnswer ? succeed(length) : refusalOf(answer.value)
    },
    async fetch(place, from, to) {
      const answer = await ask(fetch, place, { method: "GET", headers: { range: `bytes=${from}-${to - 1}` } })
      if (!answer.ok) return answer
      if (answer.value.status !== 206) return refusalOf(answer.value)
      return attempt(async () => new Uint8Array(await answer.value.arrayBuffer()))
    },
  }
}

function ask(
  fetch: Fetch,
  { server, blob, ticket }: BlobPlace,
  request: Pick<Parameters<Fetch>[1], "method" | "headers" | "body">,
): Promise<Result<FetchAnswer>> {
  return attempt(() =>
    fetch(`${server}/blobs/${toBase64Url(blob)}`, {
      ...request,
      headers: { ...request.headers, authorization: `Bearer ${toBase64Url(ticket)}` },
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
    }),
  )
}

/** The platform throws where there is no network; nothing more can be known of it. */
async function attempt<Value>(work: () => Promise<Value>): Promise<Result<Value>> {
  try {
    return succeed(await work())
  } catch (error) {
    return fail("server-unreachable", "after-delay", error)
  }
}

/** A refusal says its code in one short line; anything else did not come from a server like ours. */
async function refusalOf(answer: FetchAnswer): Promise<Result<never>> {
  const text: Result<string> = await attempt(() => answer.text())
  if (!text.ok) return text
  const code = text.value.trim()
  if (isRefusalCode(code)) return fail(code, refusalCodes[code])
  return answer.status >= 500 ? fail("server-busy", "after-delay") : fail("server-not-colombe")
}
