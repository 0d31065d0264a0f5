import type { ClientPorts } from "@colombe/client"
import { openSpeaker } from "@colombe/client/testing"

/** Texts of one conversation that are said in one go. */
const together = 500

/** The `number`th text: of ordinary length for a chat. */
const textOf = (number: number): string =>
  `message number ${number}, of ordinary length for a chat between people`

/** So many texts, as many in each conversation, by a device whose client is closed. */
export async function sayMany(
  ports: ClientPorts,
  conversations: readonly string[],
  count: number,
  progress: (done: number) => void,
): Promise<void> {
  const speaker = await openSpeaker(ports)
  const each = Math.floor(count / conversations.length)
  for (const [place, conversation] of conversations.entries())
    for (let said = 0; said < each; said += together) {
      const texts = Array.from({ length: Math.min(together, each - said) }, (_, at) => textOf(said + at))
      await speaker.say(conversation, texts)
      progress(place * each + said + texts.length)
    }
  speaker.close()
}
