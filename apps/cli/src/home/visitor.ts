import { fail, type Result, succeed } from "@colombe/base"
import type { Message } from "@colombe/client/remote"
import { type Line, lineOver } from "./line.ts"
import { connectAtHome } from "./meeting.ts"
import { isClosing, isGreeting, isOurVersion, isTold } from "./messages.ts"

/** Milliseconds within which whoever owns a home greets: a process that was stopped does not. */
const greetingMillisecondsMax = 10_000

export interface VisitEvents {
  /** Before anything is told. */
  readonly came: (line: Line) => void
  readonly told: (message: Message) => void
  /** Once after `came`, with a code where coming again would not help. */
  readonly closed: (code: string | undefined) => void
}

/** Comes to whoever owns the home. `home-busy` where nobody answers, for now. */
export async function visitHome(home: string, events: VisitEvents): Promise<Result<void>> {
  const connected = await connectAtHome(home)
  if (!connected.ok) return connected
  const arrived = Promise.withResolvers<Result<void>>()
  let at: "waiting" | "greeted" | "refused" = "waiting"
  let why: string | undefined
  const refuse = (code: string): void => {
    at = "refused"
    line.close()
    arrived.resolve(fail(code, "after-delay"))
  }
  const timer = setTimeout(() => refuse("home-busy"), greetingMillisecondsMax)
  const line = lineOver(connected.value, {
    received(value) {
      if (isClosing(value)) why = value.code
      else if (at === "greeted" && isTold(value)) events.told(value)
      else if (at === "waiting" && isGreeting(value)) {
        clearTimeout(timer)
        if (!isOurVersion(value)) refuse("home-other-version")
        else {
          at = "greeted"
          events.came(line)
          arrived.resolve(succeed())
        }
      } else return false
      return true
    },
    closed(code) {
      clearTimeout(timer)
      if (at === "greeted") return events.closed(code ?? why)
      arrived.resolve(fail(code ?? why ?? "home-busy", "after-delay"))
    },
  })
  return arrived.promise
}
