import { unwrap } from "@colombe/base"
import { type Client, memoryLocalStore } from "@colombe/client"
import { deviceOn } from "./device.ts"

/** A process with some of the people of a group, each with a client of their own. It comes as JSON in the one argument. */
export interface GuestPlan {
  readonly server: string
  readonly handles: readonly string[]
}

/** What the other process asks of all of them. */
export type GuestTask =
  | { readonly task: "accept" }
  /** That each is a member, and shows the log up to this place. */
  | { readonly task: "reach"; readonly conversation: string; readonly seq: number }
  /** That the first of them says something. */
  | { readonly task: "say"; readonly conversation: string; readonly text: string }

/** When the last of them was there, in milliseconds since 1970; of what was said, its place. */
export interface GuestAnswer {
  readonly at: number
  readonly seq: number
}

const { server, handles } = JSON.parse(process.argv[2] ?? "") as GuestPlan
const guests = await Promise.all(handles.map(join))

async function join(handle: string): Promise<Client> {
  const client = await deviceOn(memoryLocalStore())
  unwrap(await client.register({ handle, server }))
  await client.start()
  unwrap(await client.settle())
  return client
}

async function perform(asked: GuestTask): Promise<number> {
  if (asked.task === "say") {
    const [first] = guests
    if (first === undefined) throw new Error("a process has guests")
    const { id } = unwrap(await first.sendText(asked.conversation, asked.text))
    return unwrap(await first.sent(asked.conversation, id)).seq
  }
  await Promise.all(
    guests.map(client =>
      asked.task === "accept" ? accept(client) : until(client, () => isThere(client, asked)),
    ),
  )
  return 0
}

async function accept(client: Client): Promise<void> {
  const requests = async () =>
    (await client.conversations()).filter(({ membership }) => membership === "request")
  await until(client, async () => (await requests()).length > 0)
  for (const { conversation } of await requests()) unwrap(await client.acceptRequest(conversation))
  unwrap(await client.settle())
}

async function isThere(client: Client, { conversation, seq }: { conversation: string; seq: number }) {
  const found = (await client.conversations()).find(one => one.conversation === conversation)
  return found?.membership === "member" && found.head >= seq
}

/** Asked at once, and again whenever something changed. */
async function until(client: Client, condition: () => Promise<boolean>): Promise<void> {
  for (;;) {
    let stop = () => {}
    const changed = new Promise<void>(resolve => {
      stop = client.watch(() => resolve())
    })
    const isSo = await condition()
    if (!isSo) await changed
    stop()
    if (isSo) return
  }
}

process.on("message", async (asked: GuestTask) => {
  const seq = await perform(asked)
  process.send?.({ at: Date.now(), seq } satisfies GuestAnswer)
})
process.send?.({ at: Date.now(), seq: 0 } satisfies GuestAnswer)
