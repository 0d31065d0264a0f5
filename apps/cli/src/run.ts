import { hostname } from "node:os"
import { type Failure, fail, type Result, succeed } from "@colombe/base"
import { type Locale, phrase } from "@colombe/phrases"
import { type Command, type Invocation, parseInvocation } from "./arguments.ts"
import { systemClock } from "./clock.ts"
import { deviceJson, deviceLine, removeDevice } from "./commands/devices.ts"
import { exportTo } from "./commands/export.ts"
import { acceptLink, link } from "./commands/link.ts"
import { listen } from "./commands/listen.ts"
import { recoverAccount, wordsDetail } from "./commands/recover.ts"
import { register, words } from "./commands/register.ts"
import { saveFiles } from "./commands/save.ts"
import { search } from "./commands/search.ts"
import { sendFiles } from "./commands/send-files.ts"
import { changeGroup, createGroup, history, send, setGroupHistory, textFromInput } from "./commands/talk.ts"
import { type Exit, exitOf, exits } from "./exit.ts"
import type { HomeClient } from "./home/seat.ts"
import type { Io } from "./io.ts"
import { localeOf } from "./locale.ts"
import type { OperateCommand } from "./operate/arguments.ts"
import { operate } from "./operate/operate.ts"
import type { SettingDetail } from "./operate/settings/resolve.ts"
import { humanLine, jsonLine, printable } from "./output/lines.ts"
import { withAccount, withClient } from "./session.ts"
import type { AmbiguousTitle } from "./target.ts"
import { usageText } from "./usage.ts"

type DeviceCommand = Extract<
  Command,
  { readonly name: "link" | "link-accept" | "devices-list" | "devices-remove" }
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
  const detail = { ...detailOf(failure), ...wordsDetail(failure) }
  await io.complain(`${phrase(failure.code, locale, detail)} (${failure.code})`)
  if (failure.code === "title-ambiguous")
    for (const one of (failure.cause as AmbiguousTitle).candidates)
      await io.complain(`  ${one.conversation.slice(0, 12)}  ${printable(one.title)}  (${one.memberCount})`)
  if (failure.code === "usage") await io.complain(usageText(locale))
}

/** What was wrong with a word or a setting, as it was written. */
function detailOf({ code, cause }: Failure): Record<string, string> {
  if (code !== "usage" && code !== "setting-unknown" && code !== "setting-invalid") return {}
  const { what, suggestion } = cause as SettingDetail
  return { what: printable(what), ...(suggestion === undefined ? {} : { suggestion }) }
}

function dispatch(io: Io, { home, command }: Invocation, locale: Locale): Promise<Result<void>> {
  switch (command.name) {
    case "help":
      return say(io, usageText(locale))
    case "register":
      return withClient(io, home, client => register(io, client, registration(command), locale))
    case "words":
      return withClient(io, home, client => words(io, client, locale))
    case "recover":
      return withClient(io, home, client => recoverAccount(io, client, command, locale))
    case "send":
      return withAccount(io, home, async client => {
        const text = await textOf(io, command.text)
        return text.ok ? send(client, command.target, text.value) : text
      })
    case "send-files":
      return withAccount(io, home, client => sendFiles(io, client, command, locale))
    case "save":
      return withAccount(io, home, client => saveFiles(io, client, command))
    case "history":
      return withAccount(io, home, client => printHistory(io, client, command, locale))
    case "listen":
      return withClient(io, home, async client => {
        if ((await client.me()) === undefined) return fail("home-empty")
        const line = command.json ? jsonLine : humanLine
        return listen(
          client,
          (conversation, item) => io.print(line(conversation, item, locale)),
          endOf(io, command.seconds),
        )
      })
    case "group-create":
      return withAccount(io, home, async client => {
        const made = await createGroup(client, command)
        return made.ok ? say(io, made.value) : made
      })
    case "group-history":
      return withAccount(io, home, client => setGroupHistory(client, command.title, command.history))
    case "group-add":
    case "group-remove":
      return withAccount(io, home, client => changeGroup(client, command))
    case "search":
      return withClient(io, home, client => search(io, client, command, locale))
    case "export":
      return withClient(io, home, client => exportTo(client, command.folder, systemClock.now()))
    case "whoami":
      return withClient(io, home, async client => {
        const me = await client.me()
        if (me === undefined) return fail("home-empty")
        return say(
          io,
          command.json ? JSON.stringify(me) : `${me.address}\n${me.account}\n${await client.personLink()}`,
        )
      })
    case "safety":
      return withAccount(io, home, async client => {
        const person = await client.findPerson(command.person)
        if (!person.ok) return person
        const number = await client.safetyNumber(person.value.account)
        return number.ok ? say(io, number.value.groups.join(" ")) : number
      })
    default:
      return dispatchDevices(io, home, command, locale)
  }
}

/** One's own devices, and what an operator does. */
function dispatchDevices(
  io: Io,
  home: string | undefined,
  command: DeviceCommand | OperateCommand,
  locale: Locale,
): Promise<Result<void>> {
  switch (command.name) {
    case "link":
      return withClient(io, home, client =>
        link({ io, locale }, client, { server: command.server, name: command.device ?? hostname() }),
      )
    case "link-accept":
      return withAccount(io, home, client => acceptLink({ io, locale }, client, command.code))
    case "devices-list":
      return withAccount(io, home, async client => {
        for (const device of await client.devices())
          await io.print(command.json ? deviceJson(device) : deviceLine(device, locale))
        return succeed()
      })
    case "devices-remove":
      return withAccount(io, home, client => removeDevice(client, command.device, command.lost))
    default:
      return operate(io, command, locale)
  }
}

function registration({ handle, server, invitation }: Extract<Command, { readonly name: "register" }>) {
  return { handle, server, ...(invitation === undefined ? {} : { invitation }) }
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
