import { hostname } from "node:os"
import { type Failure, fail, fromUtf8, type Result, succeed } from "@colombe/base"
import { type Locale, phrase, wordsDetail } from "@colombe/phrases"
import { type Command, type Invocation, parseInvocation } from "./arguments.ts"
import { systemClock } from "./clock.ts"
import { addAccount, listAccounts } from "./commands/accounts.ts"
import { listBlocked, setBlocked } from "./commands/blocked.ts"
import { deviceJson, deviceLine, removeDevice } from "./commands/devices.ts"
import { exportTo } from "./commands/export.ts"
import { runGroup } from "./commands/group.ts"
import { isGroupCommand } from "./commands/group-arguments.ts"
import { joinBy } from "./commands/invites.ts"
import { acceptLink, link } from "./commands/link.ts"
import { list } from "./commands/list.ts"
import { listen } from "./commands/listen.ts"
import { changeMessages } from "./commands/messages.ts"
import { recoverAccount } from "./commands/recover.ts"
import { register, words } from "./commands/register.ts"
import { saveFiles } from "./commands/save.ts"
import { listScheduled, schedule } from "./commands/scheduled.ts"
import { search } from "./commands/search.ts"
import { sendFiles } from "./commands/send-files.ts"
import { history, safety, send, textFromInput } from "./commands/talk.ts"
import { type Exit, exitOf, exits } from "./exit.ts"
import type { AccountChoice } from "./home/accounts.ts"
import type { HomeClient } from "./home/seat.ts"
import type { Io } from "./io.ts"
import { localeOf } from "./locale.ts"
import type { OperateCommand } from "./operate/arguments.ts"
import { operate } from "./operate/operate.ts"
import type { SettingDetail } from "./operate/settings/resolve.ts"
import { humanLine, jsonLine, printable } from "./output/lines.ts"
import { type Place, withAccount, withClient } from "./session.ts"
import type { AmbiguousTitle } from "./target.ts"
import { usageText } from "./usage.ts"

type OwnCommand = Extract<
  Command,
  {
    readonly name:
      | "block"
      | "unblock"
      | "blocked"
      | "link"
      | "link-accept"
      | "devices-list"
      | "devices-remove"
  }
>

/** Runs one command line; the value is the process's exit code. */
export async function run(io: Io, args: readonly string[]): Promise<Exit> {
  const locale = localeOf(io.environment)
  const invocation = parseInvocation(args)
  const result = invocation.ok ? await dispatch(io, invocation.value, locale) : invocation
  if (result.ok) return exits.done
  await explain(io, result, locale)
  return exitOf(result.code)
}

async function explain(io: Io, failure: Failure, locale: Locale): Promise<void> {
  const { word, ...words } = wordsDetail(failure)
  const typed = word === undefined ? {} : { word: printable(String(word)) }
  const detail = { ...detailOf(failure), ...words, ...typed }
  await io.complain(`${phrase(failure.code, locale, detail)} (${failure.code})`)
  if (failure.code === "title-ambiguous")
    for (const one of (failure.cause as AmbiguousTitle).candidates)
      await io.complain(`  ${one.conversation.slice(0, 12)}  ${printable(one.title)}  (${one.memberCount})`)
  if (failure.code === "account-ambiguous" || failure.code === "account-not-here")
    for (const address of (failure.cause as AccountChoice).addresses)
      await io.complain(`  ${printable(address)}`)
  if (failure.code === "usage") await io.complain(usageText(locale))
}

/** What was wrong with a word or a setting, as it was written. */
function detailOf({ code, cause }: Failure): Record<string, string> {
  if (code !== "usage" && code !== "setting-unknown" && code !== "setting-invalid") return {}
  const { what, suggestion } = cause as SettingDetail
  return { what: printable(what), ...(suggestion === undefined ? {} : { suggestion }) }
}

function dispatch(io: Io, { command, ...place }: Invocation, locale: Locale): Promise<Result<void>> {
  if (isGroupCommand(command))
    return withAccount(io, place, async client => {
      const lines = await runGroup(client, command, locale)
      if (!lines.ok) return lines
      for (const line of lines.value) await io.print(line)
      return succeed()
    })
  switch (command.name) {
    case "help":
      return say(io, usageText(locale))
    case "register":
      return addAccount(io, place, client => register(io, client, registration(command), locale))
    case "accounts":
      return listAccounts(io, place, command.json)
    case "words":
      return withClient(io, place, client => words(io, client, locale))
    case "recover":
      return recover(io, place, command, locale)
    case "send":
      return withAccount(io, place, client => sendText(io, client, command))
    case "scheduled":
      return withAccount(io, place, client => listScheduled(io, client, command.json, locale))
    case "unschedule":
      return withAccount(io, place, client => client.unschedule(command.message))
    case "send-files":
      return withAccount(io, place, client => sendFiles(io, client, command, locale))
    case "save":
      return withAccount(io, place, client => saveFiles(io, client, command))
    case "timer":
    case "poll":
    case "vote":
    case "close":
    case "pin":
    case "unpin":
    case "forward":
      return withAccount(io, place, async client => {
        const done = await changeMessages(client, command)
        return done.ok && done.value !== undefined ? say(io, done.value) : done.ok ? succeed() : done
      })
    case "join":
      return withAccount(io, place, async client => {
        const joined = await joinBy(client, command, locale)
        return joined.ok ? say(io, joined.value) : joined
      })
    case "list":
      return withAccount(io, place, client => list(io, client, command.json, locale))
    case "history":
      return withAccount(io, place, client => printHistory(io, client, command, locale))
    case "listen":
      return withClient(io, place, async client => {
        if ((await client.me()) === undefined) return fail("home-empty")
        const line = command.json ? jsonLine : humanLine
        return listen(
          client,
          (conversation, item) => io.print(line(conversation, item, locale)),
          endOf(io, command.seconds),
        )
      })
    case "search":
      return withClient(io, place, client => search(io, client, command, locale))
    case "export":
      return withClient(io, place, client => exportTo(client, command.folder, systemClock.now()))
    case "whoami":
      return withClient(io, place, client => whoami(io, client, command.json))
    case "safety":
      return withAccount(io, place, async client => {
        const number = await safety(client, command.person, command.verified)
        if (!number.ok) return number
        if (number.value.verified) await io.complain(phrase("mark-verified", locale))
        return say(io, number.value.groups.join(" "))
      })
    default:
      return dispatchOwn(io, place, command, locale)
  }
}

/** Whom one does not want to hear of, one's own devices, and what an operator does. */
function dispatchOwn(
  io: Io,
  place: Place,
  command: OwnCommand | OperateCommand,
  locale: Locale,
): Promise<Result<void>> {
  switch (command.name) {
    case "block":
    case "unblock":
      return withAccount(io, place, client => setBlocked(client, command.people, command.name === "block"))
    case "blocked":
      return withAccount(io, place, client => listBlocked(io, client, command.json))
    case "link":
      return addAccount(io, place, client =>
        link({ io, locale }, client, { server: command.server, name: command.device ?? hostname() }),
      )
    case "link-accept":
      return withAccount(io, place, client => acceptLink({ io, locale }, client, command))
    case "devices-list":
      return withAccount(io, place, async client => {
        for (const device of await client.devices())
          await io.print(command.json ? deviceJson(device) : deviceLine(device, locale))
        return client.devicesSeen()
      })
    case "devices-remove":
      return withAccount(io, place, client => removeDevice(client, command.device, command))
    default:
      return operate(io, command, locale)
  }
}

/** Reads the words from standard input, so that they stand in no list of processes and no shell's history. */
async function recover(
  io: Io,
  place: Place,
  command: Extract<Command, { readonly name: "recover" }>,
  locale: Locale,
): Promise<Result<void>> {
  const typed = fromUtf8(await io.readInput())
  if (typed === undefined) return fail("text-encoding")
  const recovering = { ...command, words: typed }
  return addAccount(io, place, client => recoverAccount(io, client, recovering, locale), command.handle)
}

async function whoami(io: Io, client: HomeClient, json: boolean): Promise<Result<void>> {
  const me = await client.me()
  if (me === undefined) return fail("home-empty")
  return say(io, json ? JSON.stringify(me) : `${me.address}\n${me.account}\n${await client.personLink()}`)
}

function registration({ handle, server, invitation }: Extract<Command, { readonly name: "register" }>) {
  return { handle, server, ...(invitation === undefined ? {} : { invitation }) }
}

async function sendText(
  io: Io,
  client: HomeClient,
  { target, text, silent, at }: Extract<Command, { readonly name: "send" }>,
): Promise<Result<void>> {
  const said = await textOf(io, text)
  if (!said.ok) return said
  if (at === undefined) return send(client, target, said.value, { silent })
  return schedule(io, client, { target, text: said.value, at }, { silent })
}

async function textOf(io: Io, given: string | undefined): Promise<Result<string>> {
  return given === undefined ? textFromInput(await io.readInput()) : succeed(given)
}

async function printHistory(
  io: Io,
  client: HomeClient,
  { target, limit, json }: Extract<Command, { readonly name: "history" }>,
  locale: Locale,
): Promise<Result<void>> {
  const lines = await history(client, target, limit)
  if (!lines.ok) return lines
  for (const { conversation, item } of lines.value)
    await io.print(json ? jsonLine(conversation, item) : humanLine(conversation, item, locale))
  return succeed()
}

async function say(io: Io, text: string): Promise<Result<void>> {
  await io.print(text)
  return succeed()
}

/** When listening ends: at a signal, or after the seconds that were asked for. */
function endOf(io: Io, seconds: number | undefined): Promise<void> {
  if (seconds === undefined) return io.ended
  return Promise.race([io.ended, new Promise<void>(resolve => setTimeout(resolve, seconds * 1000))])
}
