import { describe, expect, test } from "bun:test"
import { clean, expectCaught } from "./small-project.ts"
import { rulesIn } from "./spec.ts"

describe("rules of the specification", () => {
  const spec = clean["spec/bytes.md"] ?? ""
  expectCaught([
    {
      name: "a rule that no test quotes",
      plant: { "spec/bytes.md": `${spec}\n**B3** Nobody tests this.\n` },
      caught: /spec\/bytes.md:7 no test quotes rule B3/,
    },
    {
      name: "a test that quotes no rule",
      plant: { "packages/mls/src/a.test.ts": `test("a thing (B9)", () => {})\n` },
      caught: /a.test.ts:1 quotes rule B9/,
    },
    {
      name: "a test that leads with a rule of an unknown letter",
      plant: { "packages/mls/src/a.test.ts": "test(`Z1 a $" + "{1}`, () => {})\n" },
      caught: /a.test.ts:1 quotes rule Z1/,
    },
    {
      name: "a rule that stands twice",
      plant: { "spec/other.md": "**B1** Again.\n" },
      caught: /spec\/other.md:1 rule B1 stands twice/,
    },
    {
      name: "a rule of another form",
      plant: { "spec/bytes.md": `${spec}\n**B3.** Nobody tests this.\n` },
      caught: /not the form of a rule/,
    },
  ])
  test("a name quotes single rules and ranges, and no algorithm is mistaken for one", () => {
    expect(rulesIn("E1–E3, C7: X25519 and P-256")).toEqual(["E1", "E2", "E3", "C7"])
  })
})
