import type { Locale } from "@colombe/phrases"
// Apart from the sentences, which the first load does not need.
import { spanOf as spanIn } from "@colombe/phrases/span"
import { setupI18n } from "@lingui/core"
import { signal } from "@preact/signals"
import { keep, readKept } from "../state/kept.ts"
import type en from "./en.messages.json"

export type MessageId = keyof typeof en

type Compiled = ReturnType<typeof setupI18n>["messages"]
/** A person reads one language: the other travels when it is chosen. */
const catalogues = { en: () => import("./en.messages.json"), fr: () => import("./fr.messages.json") }

const i18n = setupI18n({ locales: ["en", "fr"] })

async function fetchMessages(of: Locale): Promise<void> {
  const { default: messages } = await catalogues[of]()
  // The build turns each catalogue from ICU texts into compiled messages; the import's type is that of the source.
  i18n.load(of, messages as unknown as Compiled)
}

const keptName = "colombe.locale"

export const locale = signal<Locale>(preferredLocale())

/** Before anything is rendered. */
export function fetchPreferred(): Promise<void> {
  return fetchMessages(locale.value)
}

function preferredLocale(): Locale {
  const kept = readKept(keptName)
  if (kept === "fr" || kept === "en") return kept
  return navigator.languages.some(tag => tag.startsWith("fr")) && !navigator.languages[0]?.startsWith("en")
    ? "fr"
    : "en"
}

export async function chooseLocale(next: Locale): Promise<void> {
  await fetchMessages(next)
  locale.value = next
  keep(keptName, next)
}

/** Reads the locale signal, so that whoever renders with it renders again when the language changes. */
export function text(id: MessageId, values?: Readonly<Record<string, string | number>>): string {
  i18n.activate(locale.value)
  return i18n._(id, values === undefined ? {} : { ...values })
}

/**
 * What people called themselves or wrote, so that its direction of writing does not turn the sentence around it. Isolates
 * of its own are taken out: the end of one would end this one, too.
 */
export function isolated(said: string): string {
  return said === "" ? "" : `\u2068${said.replace(/[\u2066-\u2069]/g, "")}\u2069`
}

/** As one says them one after the other. */
export function listOf(said: readonly string[]): string {
  return new Intl.ListFormat(locale.value).format(said)
}

/** Their names, for within a sentence. */
export function peopleList(people: readonly { readonly displayName: string }[]): string {
  return listOf(people.map(({ displayName }) => isolated(displayName)))
}

export function spanOf(seconds: number): string {
  return spanIn(seconds, locale.value)
}

export function dateAndTime(at: number): string {
  return new Intl.DateTimeFormat(locale.value, { dateStyle: "long", timeStyle: "short" }).format(at)
}

export function timeOfDay(at: number): string {
  return new Intl.DateTimeFormat(locale.value, { hour: "numeric", minute: "2-digit" }).format(at)
}

/** Whole days between two moments, by the calendar of this device. */
function daysBetween(earlier: number, later: number): number {
  const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0)
  return Math.round((midnight(later) - midnight(earlier)) / dayMs)
}

const dayMs = 86_400_000
const weekDays = 7

export function dayName(at: number, now: number): string {
  const days = daysBetween(at, now)
  if (days === 0) return text("day.today")
  if (days === 1) return text("day.yesterday")
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return new Intl.DateTimeFormat(locale.value, {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(at)
}

/** For the list: the hour today, the weekday within a week, else the date. */
export function shortWhen(at: number, now: number): string {
  const days = daysBetween(at, now)
  if (days <= 0) return timeOfDay(at)
  if (days < weekDays) return new Intl.DateTimeFormat(locale.value, { weekday: "short" }).format(at)
  return new Intl.DateTimeFormat(locale.value, { day: "numeric", month: "short" }).format(at)
}
