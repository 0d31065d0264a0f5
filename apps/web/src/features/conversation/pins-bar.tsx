import { plainText } from "@colombe/client/markup"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { orTell } from "../../state/told.ts"
import { Icon } from "../../ui/icons.tsx"

/** What is pinned, one at a time: a press jumps there and turns to the one before. */
export function PinsBar({ open }: { open: OpenConversation }): JSX.Element | null {
  const details = open.details.value
  const pins = details?.pins ?? []
  const [back, setBack] = useState(0)
  // What was pinned last is seen first.
  useEffect(() => setBack(0), [pins.length])
  const place = pins.length - 1 - (back % Math.max(1, pins.length))
  const pin = pins[place]
  if (pin === undefined) return null
  const go = () => {
    void open.jumpTo(pin.seq)
    setBack((back + 1) % pins.length)
  }
  const unpin = () => void orTell(client.pin(open.conversation, pin.id, false))
  const said = plainText(pin.said)
  return (
    <section class="pins-bar" aria-label={text("pins.title")}>
      <button type="button" class="pins-go" onClick={go}>
        <Icon name="pin" size={16} />
        <span class="pins-said">
          <span class="pins-place">{text("pins.place", { place: place + 1, count: pins.length })}</span>
          <bdi>{said === "" ? text("pins.file") : said}</bdi>
        </span>
      </button>
      {details?.mayPin === true ? (
        <button
          type="button"
          class="quiet square"
          aria-label={text("pins.unpin")}
          title={text("pins.unpin")}
          onClick={unpin}
        >
          <Icon name="close" size={18} />
        </button>
      ) : null}
    </section>
  )
}
