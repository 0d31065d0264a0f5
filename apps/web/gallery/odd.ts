import type { ConversationDetails, TimelineItem } from "@colombe/client"
import { ana, arab, bob, eve, long, message, now } from "./people.ts"

/** Marks above and below every letter, as many as a font stacks. */
const marks = "\u0310\u0351\u0363\u0357\u034a\u0353\u0324\u033b\u031d\u032a\u0359\u0347".repeat(4)
export const zalgo = [..."Invocation"].map(letter => letter + marks).join("")
/** What follows is read from right to left, until somebody ends it: nobody does. */
const override = "\u202e"

const question = message(eve, "On se retrouve où ?", {
  poll: {
    choice: "single",
    isClosed: false,
    voters: 3,
    options: [
      { text: "Au café, sous les arcades de la place du Commerce", voters: [bob, long], mine: false },
      { text: "العربية", voters: [ana], mine: true },
      { text: `${override}exe.tnemucod`, voters: [], mine: false },
    ],
  },
})
const picture = {
  file: "drawn",
  name: "la-place-vue-du-fleuve.png",
  mediaType: "image/png",
  size: 9_000,
  pieces: 1,
  box: { width: 640, height: 400 },
  preview: undefined,
}
const sent = {
  ...picture,
  file: "going",
  name: "vidéo-de-la-traversée.mp4",
  size: 48_000_000,
  box: undefined,
  preview: undefined,
}

/** What people send who mean no good, and what is rare. */
export const oddTimeline: readonly TimelineItem[] = [
  message(bob, "Avant"),
  message(long, zalgo),
  message(bob, "Après"),
  message(long, "a".repeat(10_000)),
  message(eve, `Le fichier ${override}exe.tnemucod et la suite`),
  message(arab, "مرحبا"),
  message(ana, "Left to right, and long enough that the last line ends where the time stands, or nearly so"),
  message(ana, "وصلت الوثيقة، سأحضرها معي هذا المساء مع النسختين الموقعتين", { read: true }),
  message(bob, "Short", { edited: true, expiresAt: now + 3_600_000 }),
  message(bob, "Said elsewhere", { forwarded: { account: "eve", name: `${zalgo} ${"x".repeat(80)}` } }),
  message(eve, "Taken on trust", { vouched: true }),
  message(eve, "Sans bruit", { silent: true }),
  message(bob, "@Ana Souza, [@Ana Souza](https://evil.example) and [@Bob](colombe:account/bob)", {
    reactions: [..."👍❤😂😮😢🙏"].map(sign => ({ reaction: sign, people: [bob, eve], mine: sign === "👍" })),
  }),
  question,
  { ...question, id: "closed", poll: question.poll && { ...question.poll, isClosed: true } },
  message(eve, "", { files: [picture] }),
  message(ana, "", { files: [sent], state: { at: "queued" } }),
]

export const goingFile = { file: sent.file, done: 31_000_000, total: sent.size }

export const oddPins: ConversationDetails["pins"] = [
  { id: question.id, seq: question.seq ?? 0, from: eve, said: question.text },
  { id: "pinned", seq: 1, from: long, said: zalgo.repeat(6) },
]

/** The bytes of the picture. */
export async function drawn(): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(picture.box.width, picture.box.height)
  const context = canvas.getContext("2d")
  if (context !== null) {
    context.fillStyle = "#25628a"
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.fillStyle = "#e6c384"
    context.fillRect(0, canvas.height / 2, canvas.width, canvas.height / 2)
  }
  return new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())
}
