import { expect, test } from "bun:test"
import { clientAddress, isAddressList, readAddressList } from "./addresses.ts"

const trusted = readAddressList("127.0.0.0/8, ::1, 10.1.0.0/16, 2001:db8::/32")

test("a list takes addresses and subnets, and nothing else", () => {
  expect(isAddressList("")).toBe(true)
  for (const text of ["x", "1.2.3", "1.2.3.4/33", "::1/129", "localhost", "1.2.3.4 5.6.7.8"])
    expect([text, isAddressList(text)]).toEqual([text, false])
  for (const address of ["127.0.0.1", "::1", "10.1.255.1", "::ffff:10.1.0.1", "2001:db8::5"])
    expect([address, trusted.has(address)]).toEqual([address, true])
  for (const address of ["10.2.0.1", "128.0.0.1", "::2", "", "::ffff:10.2.0.1", "nonsense"])
    expect([address, trusted.has(address)]).toEqual([address, false])
})

test("a forged X-Forwarded-For is not believed", () => {
  // Nobody trusted wrote it.
  expect(clientAddress("203.0.113.7", "127.0.0.1", trusted)).toBe("203.0.113.7")
  expect(clientAddress("127.0.0.1", "198.51.100.1", undefined)).toBe("127.0.0.1")
  // The proxy appended whom it saw; what the client sent before it counts for nothing.
  expect(clientAddress("127.0.0.1", "1.1.1.1, 203.0.113.7", trusted)).toBe("203.0.113.7")
  expect(clientAddress("127.0.0.1", "127.0.0.1, 203.0.113.7", trusted)).toBe("203.0.113.7")
  // A chain of trusted proxies.
  expect(clientAddress("::ffff:127.0.0.1", "1.1.1.1, 203.0.113.7, 10.1.2.3", trusted)).toBe("203.0.113.7")
})

test("a header that names no address leaves the last one that is known", () => {
  for (const forwarded of ["", "unknown", "203.0.113.7, unknown", "<script>"])
    expect(clientAddress("127.0.0.1", forwarded, trusted)).toBe("127.0.0.1")
  expect(clientAddress("127.0.0.1", null, trusted)).toBe("127.0.0.1")
  expect(clientAddress("127.0.0.1", "garbage, 10.1.0.9", trusted)).toBe("10.1.0.9")
})
