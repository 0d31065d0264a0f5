import type { ConversationDetails, HistoryPolicy } from "@colombe/client"
import type { JSX } from "preact"
import { spanOf, text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import { maySetTimer, timerChoices } from "../conversation/rights.ts"
import type { Act } from "./act.ts"
import { isAtLeast } from "./group-rights.ts"
import { Rule } from "./rule.tsx"

/** Days of the past that one may open to people who come later. */
const historyDays = [1, 7, 30]

/** What holds for whatever is said from now on. */
export function GroupRules(props: {
  readonly details: ConversationDetails
  readonly busy: boolean
  readonly act: Act
}): JSX.Element {
  const { details, busy, act } = props
  const { conversation, history, timer } = details
  const histories: readonly HistoryPolicy[] = ["none", ...daysWith(history), "all"]
  return (
    <section class="group-rules" aria-label={text("group.rules")}>
      <Rule
        name="history"
        label={text("group.history")}
        value={nameOf(history)}
        choices={histories.map(one => ({ value: nameOf(one), label: historyText(one) }))}
        isFixed={!isAtLeast(details, "admin")}
        disabled={busy}
        onChoose={value => {
          const chosen = histories.find(one => nameOf(one) === value) ?? "none"
          void act(() => client.setHistory(conversation, chosen))
        }}
      />
      <Rule
        name="timer"
        label={text("group.timer")}
        value={String(timer)}
        choices={timerChoices(timer).map(seconds => ({
          value: String(seconds),
          label: seconds === 0 ? text("group.timer.off") : spanOf(seconds),
        }))}
        isFixed={!maySetTimer(details)}
        disabled={busy}
        onChoose={value => void act(() => client.setTimer(conversation, Number(value)))}
      />
      <p class="help">{text("group.rules.help")}</p>
    </section>
  )
}

function daysWith(now: HistoryPolicy): readonly HistoryPolicy[] {
  const own = typeof now === "string" ? [] : [now.days]
  const all = [...new Set([...historyDays, ...own])].toSorted((left, right) => left - right)
  return all.map(days => ({ days }))
}

const nameOf = (policy: HistoryPolicy): string => (typeof policy === "string" ? policy : `${policy.days}`)

function historyText(policy: HistoryPolicy): string {
  return typeof policy === "string"
    ? text(`group.history.${policy}`)
    : text("group.history.days", { days: policy.days })
}
