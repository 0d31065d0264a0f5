import { expect, test } from "bun:test"
import { readMarkup, readPlainRuns } from "@colombe/client/markup"
import { hostToShow, placedRun } from "./true-host.ts"

/** Hosts shown beside the links of a formatted text. */
function hostsShown(text: string): readonly (string | undefined)[] {
  return readMarkup(text).flatMap(block =>
    block.type === "code"
      ? []
      : block.runs.flatMap((run, at) =>
          run.link === undefined ? [] : [hostToShow(placedRun(block.runs, run, at), new URL(run.link))],
        ),
  )
}

test("N17 a link whose text passes for another address shows where it leads", () => {
  const evil = "evil.example"
  for (const text of [
    "[bank.example](https://evil.example/)",
    "[https://bank.example/login](https://evil.example/)",
    "[voir bank.example](https://evil.example/)",
    "[**bank.example**, vite](https://evil.example/)",
    "[(bank.example)](https://evil.example/)",
    "[evil.example.bank](https://evil.example/)",
    "[vil.example](https://evil.example/)",
    "[bank.example@evil.example](https://evil.example/)",
    "[https://bank](https://evil.example/)",
    "[bank。example](https://evil.example/)",
    "[bank．example](https://evil.example/)",
    "[bank.\u200bexample](https://evil.example/)",
    "bank[.example](https://evil.example/)",
    "[bank.](https://evil.example/)example",
    "https://bank.example@evil.example/",
  ])
    expect([text, ...hostsShown(text)]).toEqual([text, evil])
  expect(hostsShown("[bank](https://evil.example/1)**[.example](https://evil.example/2)**")).toEqual([
    evil,
    evil,
  ])
  expect(hostsShown("[bank.exam](https://bank.example/)")).toEqual(["bank.example"])
  expect(hostsShown("[ann@bank.example](mailto:bob@evil.example)")).toEqual(["bob@evil.example"])
})

test("N17 a link that says where it leads, or says nothing of it, stands alone", () => {
  for (const text of [
    "[ici](https://bank.example/)",
    "[Lire la suite.](https://bank.example/) Puis",
    "[bank.example](https://bank.example/login)",
    "[Bank.Example/login?x=1](https://bank.example/)",
    "(voir [https://bank.example:8443](https://bank.example:8443/)).",
    "[ann@bank.example](mailto:ann@bank.example)",
    "https://bank.example/a.b_c, puis https://bank.example.",
  ])
    expect([text, ...new Set(hostsShown(text))]).toEqual([text, undefined])
  const [said, address] = readPlainRuns("voir:https://bank.example/a.html")
  if (said === undefined || address === undefined) throw new Error("an address is a run of its own")
  const url = new URL("https://bank.example/a.html")
  expect(hostToShow(placedRun([said, address], address, 1), url)).toBeUndefined()
})
