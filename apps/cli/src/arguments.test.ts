import { describe, expect, test } from "bun:test"
import { parseInvocation } from "./arguments.ts"

const parse = (line: string) => parseInvocation(line.split(" ").filter(word => word !== ""))
const command = (line: string) => {
  const parsed = parse(line)
  return parsed.ok ? parsed.value.command : parsed.code
}
const wrong = (line: string) => {
  const parsed = parse(line)
  return parsed.ok ? "taken" : (parsed.cause as { what: string }).what
}

describe("what a command line says", () => {
  test("each command of the contract", () => {
    expect(command("register ana --server http://localhost:4000 --invite K")).toEqual({
      name: "register",
      handle: "ana",
      server: "http://localhost:4000",
      invitation: "K",
    })
    const now = { silent: false, at: undefined }
    expect(command("send @bob hello")).toEqual({ name: "send", target: "@bob", text: "hello", ...now })
    expect(command("send @bob -")).toEqual({ name: "send", target: "@bob", text: undefined, ...now })
    expect(command("send @bob hello --at 2026-12-24T18:00Z")).toMatchObject({
      at: Date.UTC(2026, 11, 24, 18),
    })
    expect(command("scheduled --json")).toEqual({ name: "scheduled", json: true })
    expect(command("unschedule M")).toEqual({ name: "unschedule", message: "M" })
    expect(command("history Team")).toEqual({ name: "history", target: "Team", limit: 100, json: false })
    expect(command("history Team --limit 5 --json")).toMatchObject({ limit: 5, json: true })
    expect(command("poll @bob Where? Here There --multiple")).toEqual({
      ...{ name: "poll", target: "@bob", question: "Where?", options: ["Here", "There"] },
      choice: "multiple",
    })
    expect(command("vote M 2 1")).toEqual({ name: "vote", message: "M", places: [1, 0] })
    expect(command("vote M")).toMatchObject({ places: [] })
    expect(command("unpin M")).toEqual({ name: "unpin", message: "M" })
    expect(command("forward M N --to @bob --to Team --without-author")).toEqual({
      ...{ name: "forward", messages: ["M", "N"], targets: ["@bob", "Team"], author: false },
    })
    // An id may begin as an option does.
    const [message, conversation] = [`-${"aB3_-".repeat(4)}x`, `--${"c9_".repeat(13)}xy`]
    expect(command(`save ${message} here`)).toMatchObject({ message, folder: "here" })
    expect(command(`history ${conversation} --json`)).toMatchObject({ target: conversation, json: true })
    expect(command(`forward ${message} --to ${conversation}`)).toMatchObject({
      ...{ messages: [message], targets: [conversation] },
    })
    expect(command("join https://x/#/join/A --look")).toEqual({
      ...{ name: "join", link: "https://x/#/join/A", look: true },
    })
    expect(command("group link Team --days 0 --uses 5")).toEqual({
      ...{ name: "group-link", title: "Team", days: 0, uses: 5, asks: false },
    })
    expect(command("group unlink Team A B")).toMatchObject({ invites: ["A", "B"] })
    expect(command("block @mal @eve")).toEqual({ name: "block", people: ["@mal", "@eve"] })
    expect(command("blocked --json")).toEqual({ name: "blocked", json: true })
    for (const line of [
      "block",
      "blocked now",
      "join",
      "group link Team --days x",
      "group links Team --uses 1",
      "group unlink Team",
    ])
      expect(command(line)).toBe("usage")
    expect(command("timer @bob 4w")).toEqual({ name: "timer", target: "@bob", seconds: 2_419_200 })
    expect(command("timer Team off")).toMatchObject({ seconds: 0 })
    for (const line of [
      "timer @bob",
      "timer @bob 4y",
      "timer @bob 1h now",
      "poll @bob Where? Here",
      "vote",
      "vote M x",
      "vote M 0",
      "pin",
      "pin M N",
      "forward M",
    ])
      expect(command(line)).toBe("usage")
    expect(command("listen --json --for 3")).toEqual({ name: "listen", json: true, seconds: 3 })
    expect(command("group create Team @bob @eve")).toEqual({
      name: "group-create",
      title: "Team",
      members: ["@bob", "@eve"],
      history: "none",
    })
    expect(command("group create Team --history 7d @bob")).toMatchObject({ history: { days: 7 } })
    expect(command("group history Team all")).toEqual({
      name: "group-history",
      title: "Team",
      history: "all",
    })
    expect(command("group remove Team @dan")).toMatchObject({ name: "group-remove", members: ["@dan"] })
    expect(command("group role Team admin @dan @eve")).toEqual({
      ...{ name: "group-role", title: "Team", role: "admin", members: ["@dan", "@eve"] },
    })
    expect(command("group unban Team @dan")).toMatchObject({ name: "group-unban", members: ["@dan"] })
    expect(command("group hand-over Team @dan")).toMatchObject({ name: "group-hand-over" })
    expect(command("group members Team --json")).toEqual({ name: "group-members", title: "Team", json: true })
    expect(command("group title Team Garden")).toEqual({ name: "group-title", title: "Team", next: "Garden" })
    expect(command("group leave Team")).toEqual({ name: "group-leave", title: "Team" })
    expect(command("group reopen Team")).toEqual({ name: "group-reopen", title: "Team" })
    for (const line of [
      "group",
      "group leave",
      "group sing Team",
      "group role Team king @dan",
      "group role Team banned @dan",
      "group role Team admin",
      "group unban Team",
      "group hand-over Team",
      "group hand-over Team @dan @eve",
      "group title Team",
      "group title Team A B",
      "group members Team @dan",
      "group leave Team --json",
      "group reopen Team now",
    ])
      expect(command(line)).toBe("usage")
    expect(parse("--account @ana@host accounts").ok).toBe(false)
    expect(parse("--account ana@host whoami")).toMatchObject({ value: { account: "ana@host" } })
    expect(command("accounts --json")).toEqual({ name: "accounts", json: true })
    for (const line of ["--account ana whoami", "--account a@b register c --server d", "--account a@b serve"])
      expect(wrong(line)).toBe("--account")
    expect(command("whoami")).toEqual({ name: "whoami", json: false })
    expect(command("safety @bob")).toEqual({ name: "safety", person: "@bob", verified: undefined })
    expect(command("safety @bob --verified yes")).toMatchObject({ verified: true })
    expect(command("safety @bob --verified no")).toMatchObject({ verified: false })
    expect(command("link --server http://localhost:4000")).toMatchObject({ name: "link", device: undefined })
    expect(command("link --accept 7H2K-9QXA")).toMatchObject({ code: "7H2K-9QXA", scope: "all" })
    expect(command("link --accept 7H2K-9QXA --from-now")).toMatchObject({ scope: "from-now" })
    expect(wrong("link --server http://x --from-now")).toBe("--from-now")
    expect(command("devices list --json")).toEqual({ name: "devices-list", json: true })
    expect(command("devices remove abcd --lost")).toEqual({
      name: "devices-remove",
      device: "abcd",
      lost: true,
      last: false,
    })
    expect(command("serve --data d --port 4000 --config f")).toMatchObject({
      name: "serve",
      flags: { data: "d", port: "4000" },
      config: "f",
    })
    for (const line of ["", "help", "--help", "send --help"]) expect(command(line)).toEqual({ name: "help" })
  })

  test("the home may stand before or after the command", () => {
    for (const line of ["--home h whoami", "whoami --home h"])
      expect(parse(line)).toMatchObject({ ok: true, value: { home: "h" } })
  })

  test("what does not fit is named", () => {
    expect(wrong("fly")).toBe("fly")
    expect(wrong("send @bob")).toBe("TEXT")
    expect(wrong("send @bob two words")).toBe("TEXT")
    expect(wrong("register ana")).toBe("--server")
    expect(wrong("register --server http://x")).toBe("HANDLE")
    expect(wrong("whoami --limit 3")).toBe("--limit")
    expect(wrong("group rename Team")).toBe(
      "group create|add|remove|unban|role|hand-over|members|link|links|unlink|requests|accept|decline|title|history|leave|reopen",
    )
    expect(wrong("group add Team")).toBe("@HANDLE")
    expect(wrong("safety @bob --verified maybe")).toBe("--verified yes|no")
    expect(wrong("group history Team")).toBe("none|all|DAYSd")
    expect(wrong("group history Team week")).toBe("none|all|DAYSd")
    expect(wrong("group create Team --history 7")).toBe("--history none|all|DAYSd")
    expect(wrong("group add Team @bob --history all")).toBe("--history")
    expect(wrong("link")).toBe("--server")
    expect(wrong("link --accept X --server http://x")).toBe("--server")
    expect(wrong("devices")).toBe("devices list|remove")
    expect(wrong("devices remove")).toBe("DEVICE")
    expect(wrong("whoami --nonsense")).toContain("--nonsense")
    expect(wrong("serve --data d --prot 4000")).toContain("(--port?)")
  })

  test("numbers and choices outside their limits are refused", () => {
    for (const limit of ["0", "-1", "1.5", "100001", "many", "1e3"])
      expect(parse(`history Team --limit=${limit}`)).toMatchObject({ ok: false, code: "usage" })
    expect(wrong("listen --for 0")).toBe("--for")
  })
})
