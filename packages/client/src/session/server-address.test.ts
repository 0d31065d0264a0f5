import { expect, test } from "bun:test"
import { parseServerAddress } from "./server-address.ts"

test("Y6 an address says where to dial and which names may answer", () => {
  expect(parseServerAddress("https://Example.org/")).toEqual({
    ok: true,
    value: { origin: "https://example.org", socket: "wss://example.org/", hosts: ["example.org"] },
  })
  expect(parseServerAddress("http://127.0.0.1:4000")).toMatchObject({
    value: { socket: "ws://127.0.0.1:4000/", hosts: ["localhost", "localhost:4000"] },
  })
})

test("what is no address of a server is refused", () => {
  for (const bad of [
    "",
    "example.org",
    "ftp://example.org",
    "https://",
    "https://exa mple.org",
    "https://example.org/path",
    "https://example.org:99999",
    "https://user@example.org",
    "https://-example.org",
    "https://éxample.org",
  ])
    expect(parseServerAddress(bad)).toMatchObject({ ok: false, code: "server-address-invalid" })
})
