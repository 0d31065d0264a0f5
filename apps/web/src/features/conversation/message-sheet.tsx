import type { MessageInfo, MessageItem } from "@colombe/client"
import type { ComponentChildren, JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { dateAndTime, isolated, peopleList, text } from "../../i18n/index.ts"
import { client, me } from "../../state/app.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { Dialog } from "../../ui/dialog.tsx"

/** What is known of one message, in plain words: who can read it, when, who has, and how far its author is sure. */
export function MessageSheet(props: {
  readonly open: OpenConversation
  readonly id: string
  readonly onClose: () => void
}): JSX.Element | null {
  const { open, id, onClose } = props
  const [info, setInfo] = useState<MessageInfo | undefined>(undefined)
  const item = open.items.value?.find(one => one.kind === "message" && one.id === id)
  useEffect(() => {
    void client.messageInfo(open.conversation, id).then(found => found.ok && setInfo(found.value))
  }, [id, open.items.value])
  if (item?.kind !== "message" || info === undefined) return null
  return (
    <Dialog title={text("about.message")} onClose={onClose}>
      <p class="lead">{readersSentence(info)}</p>
      <p class="help">{later(info)}</p>
      <dl class="message-facts">
        <Fact name="sent">{dateAndTime(item.sentAt)}</Fact>
        <Fact name="stored">{dateAndTime(info.storedAt)}</Fact>
        {info.editedAt === undefined ? null : <Fact name="edited">{dateAndTime(info.editedAt)}</Fact>}
        <Fact name="read">{info.readBy.length === 0 ? text("about.nobody") : peopleList(info.readBy)}</Fact>
        {item.reactions.map(({ reaction, people }) => (
          <Fact key={reaction} name="reacted" values={{ reaction }}>
            {peopleList(people)}
          </Fact>
        ))}
        <Fact name="author">{certainty(item)}</Fact>
        <Fact name="devices">
          {info.readers.map(({ person, devices }) => (
            <span key={person.account} class="fact-line">
              {text("about.deviceCount", { name: isolated(person.displayName), count: devices })}
            </span>
          ))}
        </Fact>
      </dl>
    </Dialog>
  )
}

type FactName = "sent" | "stored" | "edited" | "read" | "reacted" | "author" | "devices"

function Fact(props: {
  readonly name: FactName
  readonly values?: Readonly<Record<string, string>>
  readonly children: ComponentChildren
}): JSX.Element {
  return (
    <div>
      <dt>{text(`about.${props.name}`, props.values)}</dt>
      <dd>{props.children}</dd>
    </div>
  )
}

/** "Only you and Ana": who could open it when it was sealed. */
function readersSentence({ readers }: MessageInfo): string {
  const self = me.value
  const own = typeof self === "object" ? self.account : ""
  const others = readers.filter(({ person }) => person.account !== own).map(({ person }) => person)
  return text("about.readers", { count: others.length, people: peopleList(others) })
}

function later({ laterReaders }: MessageInfo): string {
  const policy = typeof laterReaders === "string" ? laterReaders : "days"
  const days = typeof laterReaders === "string" ? 0 : laterReaders.days
  return text("about.later", { policy, days })
}

/** Every message here was signed by a device of its author; what differs is how sure it is whose device that is. */
function certainty({ from, mine, vouched }: MessageItem): string {
  if (vouched) return text("about.vouched")
  if (mine) return text("about.signed.own")
  return text(from.trust === "verified" ? "about.signed.verified" : "about.signed", {
    name: from.displayName,
  })
}
