import { fail, type Result, succeed } from "@colombe/base"
import type { Linking, LinkScope } from "@colombe/client"
import { type Locale, phrase } from "@colombe/phrases"
import type { HomeClient } from "../home/seat.ts"
import type { Io } from "../io.ts"
import { printable } from "../output/lines.ts"

/** What a command line asks for, and its answer; undefined where nobody answers any more. */
type Ask = (question: string) => Promise<string | undefined>

/** What stands on the screen goes to standard output, a line each; questions go beside it. */
export interface Terminal {
  readonly io: Io
  readonly locale: Locale
}

/** On a home that belongs to nobody: shows both codes, then whose account it is, and enters it. */
export async function link(
  { io, locale }: Terminal,
  client: HomeClient,
  request: { readonly server: string; readonly name: string },
): Promise<Result<void>> {
  const ask = asking(io)
  const following = follow(client, io.ended, async linking => {
    switch (linking.at) {
      case "showing":
        await io.print(linking.qr)
        await io.print(linking.typed)
        return io.complain(phrase("link-shown", locale))
      case "showing-digits":
        await io.print(linking.digits)
        return io.complain(phrase("link-digits-shown", locale))
      case "asking-account": {
        await io.print(`${printable(linking.address)} ${linking.safety.join(" ")}`)
        const answer = await ask(phrase("link-account-asked", locale))
        await client.confirmAccount(saysYes(answer))
        return
      }
      case "linked":
        return io.complain(phrase("link-done-here", locale))
    }
  })
  const started = await client.startLinking(request)
  if (!started.ok) {
    following.stop()
    return started
  }
  return following.ended
}

/** On a device of the account: the text of the QR code, or the typed code. */
export async function acceptLink(
  { io, locale }: Terminal,
  client: HomeClient,
  { code, scope }: { readonly code: string; readonly scope: LinkScope },
): Promise<Result<void>> {
  const ask = asking(io)
  const following = follow(client, io.ended, async linking => {
    switch (linking.at) {
      case "asking-digits":
        return askDigits({ io, locale }, client, ask, printable(linking.name))
      case "asking-device": {
        const question = scope === "all" ? "link-device-asked" : "link-device-asked-from-now"
        const answer = await ask(phrase(question, locale, { name: printable(linking.name) }))
        await client.confirmDevice(saysYes(answer))
        return
      }
      case "offered":
        await io.print(linking.safety.join(" "))
        return io.complain(phrase("link-offered", locale))
      case "linked":
        return io.complain(phrase("link-done-there", locale))
    }
  })
  const accepted = await client.acceptLink(code, { scope })
  if (!accepted.ok) {
    following.stop()
    return accepted
  }
  return following.ended
}

/** As often as they may be wrong; who says nothing any more cancels. */
async function askDigits(
  { io, locale }: Terminal,
  client: HomeClient,
  ask: Ask,
  name: string,
): Promise<void> {
  for (;;) {
    const digits = await ask(phrase("link-digits-asked", locale, { name }))
    if (digits === undefined) return client.cancelLinking()
    const compared = await client.confirmDigits(digits)
    if (compared.ok || compared.code !== "link-digits-differ") return
    await io.complain(phrase("link-digits-differ", locale))
  }
}

function asking(io: Io): Ask {
  return async question => {
    await io.complain(question)
    return io.readLine()
  }
}

function saysYes(answer: string | undefined): boolean {
  return /^(y|yes|o|oui)$/i.test(answer?.trim() ?? "")
}

/** Hands over every state once, in order, whatever changes within it; resolves when linking is over, or is cancelled because `ended` resolved. */
function follow(
  client: HomeClient,
  ended: Promise<void>,
  act: (linking: Linking) => Promise<void>,
): { readonly ended: Promise<Result<void>>; readonly stop: () => void } {
  const over = Promise.withResolvers<Result<void>>()
  let last: Promise<void> = Promise.resolve()
  let at: Linking["at"] | undefined
  const stop = client.watch(notice => {
    if (notice.type !== "linking") return
    const { linking } = notice
    if (linking.at === at) return
    at = linking.at
    last = last.then(() => act(linking))
    if (linking.at === "linked") void last.then(() => over.resolve(succeed()), over.reject)
    if (linking.at === "ended") over.resolve(fail(linking.code))
  })
  void ended.then(() => client.cancelLinking())
  return { ended: over.promise.finally(stop), stop }
}
