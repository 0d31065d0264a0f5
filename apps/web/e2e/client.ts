import type { Page } from "@playwright/test"

/** Calls the page's own client as another tab would: for what a person would do a hundred times over. */
export function callClient<Value>(page: Page, method: string, ...args: readonly unknown[]): Promise<Value> {
  return page.evaluate(
    async call => {
      const channel = new BroadcastChannel("colombe")
      const tab = crypto.randomUUID()
      const answer = new Promise<unknown>(resolve => {
        channel.addEventListener("message", ({ data }) => {
          if (data.tab === tab && data.type !== "call") resolve(data.value)
        })
      })
      channel.postMessage({ type: "call", tab, id: 1, ...call })
      const value = await answer
      channel.close()
      return value as Value
    },
    { method, args },
  )
}

/** Sends texts in one conversation, in order, and waits until the server has them all. */
export async function sayMany(page: Page, conversation: string, texts: readonly string[]): Promise<void> {
  let last = ""
  for (const text of texts) {
    const sent = await callClient<{ value: { id: string } }>(page, "sendText", conversation, text)
    last = sent.value.id
  }
  await callClient(page, "sent", conversation, last)
}

/** The conversation that is open. */
export function openedIn(page: Page): string {
  return page.url().split("#/c/")[1] ?? ""
}

/** The last message that somebody with this name has there. */
export async function unreadOf(page: Page, conversation: string): Promise<number> {
  const details = await callClient<{ unread: number }>(page, "conversation", conversation)
  return details.unread
}
