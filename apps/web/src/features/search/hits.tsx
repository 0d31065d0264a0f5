import type { ConversationSummary, FoundMessage, Person, SearchPage } from "@colombe/client"
import type { ComponentChildren, JSX } from "preact"
import { shortWhen, text } from "../../i18n/index.ts"
import { client, conversations } from "../../state/app.ts"
import { go } from "../../state/route.ts"
import { openAt } from "../../state/timeline.ts"
import { ChatAvatar, titleOf } from "../chats/chat-face.tsx"
import { readers } from "../conversation/readers.ts"
import { PersonAvatar } from "../people/person-avatar.tsx"
import { SnippetView } from "./snippet.tsx"

/** One line of what was found, and what opens it. */
export type Hit = { readonly id: string; readonly open: () => unknown } & (
  | { readonly type: "person"; readonly person: Person }
  | { readonly type: "conversation"; readonly conversation: ConversationSummary }
  | { readonly type: "message"; readonly message: FoundMessage }
)

export function hitsIn({ people, conversations: groups, messages }: SearchPage): readonly Hit[] {
  return [
    ...people.map(
      (person): Hit => ({
        type: "person",
        id: `person-${person.account}`,
        person,
        open: () => openPerson(person.account),
      }),
    ),
    ...groups.map(
      (conversation): Hit => ({
        type: "conversation",
        id: `group-${conversation.conversation}`,
        conversation,
        open: () => go({ at: "conversation", conversation: conversation.conversation }),
      }),
    ),
    ...messages.map(
      (message): Hit => ({
        type: "message",
        id: `message-${message.conversation}-${message.seq}`,
        message,
        open: () => openAt(message.conversation, message.seq),
      }),
    ),
  ]
}

async function openPerson(account: string): Promise<void> {
  const opened = await client.openDirect(account)
  if (opened.ok) go({ at: "conversation", conversation: opened.value.conversation })
}

export function HitView(props: {
  readonly hit: Hit
  readonly isActive: boolean
  readonly onOpen: (hit: Hit) => void
}): JSX.Element {
  const { hit, isActive, onOpen } = props
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field, which keeps the focus
    // biome-ignore lint/a11y/useFocusableInteractive: the field names the active one
    <div class="hit" role="option" id={hit.id} aria-selected={isActive} onClick={() => onOpen(hit)}>
      <HitLine hit={hit} />
    </div>
  )
}

function HitLine({ hit }: { hit: Hit }): JSX.Element {
  switch (hit.type) {
    case "person":
      return <PersonLine person={hit.person} />
    case "conversation": {
      const { conversation } = hit
      return (
        <Line
          avatar={<ChatAvatar of={conversation} small />}
          title={titleOf(conversation)}
          below={readers(conversation)}
        />
      )
    }
    case "message": {
      const { message } = hit
      const place = conversations.value?.find(one => one.conversation === message.conversation)
      const kind = place?.kind ?? "direct"
      const sender = message.mine ? text("message.you") : message.from.displayName
      return (
        <Line
          avatar={
            place === undefined ? <PersonAvatar of={message.from} small /> : <ChatAvatar of={place} small />
          }
          title={place === undefined ? message.from.displayName : titleOf(place)}
          when={shortWhen(message.at, Date.now())}
          below={
            <>
              {kind === "self" || (kind === "direct" && !message.mine) ? null : (
                <span class="hit-sender">{sender} </span>
              )}
              <SnippetView of={message.snippet} />
            </>
          }
        />
      )
    }
  }
}

/** Somebody, and by which address one finds them. */
export function PersonLine({ person }: { readonly person: Person }): JSX.Element {
  return (
    <Line avatar={<PersonAvatar of={person} small />} title={person.displayName} below={person.address} />
  )
}

function Line(props: {
  readonly avatar: JSX.Element
  readonly title: string
  readonly when?: string
  readonly below: ComponentChildren
}): JSX.Element {
  return (
    <>
      {props.avatar}
      <span class="hit-title">
        <bdi>{props.title}</bdi>
      </span>
      {props.when === undefined ? null : <time class="row-time">{props.when}</time>}
      <span class="hit-below">{props.below}</span>
    </>
  )
}
