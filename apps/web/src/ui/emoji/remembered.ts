import { signal } from "@preact/signals"
import { client } from "../../state/app.ts"
import { skinTones } from "./emoji.ts"

/** What this person's devices share: the tone of skin, and what was chosen lately. */
const toneName = "emoji-tone"
const recentName = "emoji-recent"
const recentMax = 24

export const tone = signal(0)
export const recent = signal<readonly string[]>([])

export async function readRemembered(): Promise<void> {
  const [kept, lately] = await Promise.all([client.setting(toneName), client.setting(recentName)])
  const place = Number(kept)
  tone.value = Number.isInteger(place) && place > 0 && place < skinTones.length ? place : 0
  recent.value = (lately ?? "").split(" ").filter(emoji => /^\p{RGI_Emoji}$/v.test(emoji))
}

export function rememberTone(place: number): void {
  tone.value = place
  void client.setSetting(toneName, String(place))
}

export function rememberEmoji(emoji: string): void {
  if (recent.peek()[0] === emoji) return
  recent.value = [emoji, ...recent.peek().filter(one => one !== emoji)].slice(0, recentMax)
  void client.setSetting(recentName, recent.peek().join(" "))
}
