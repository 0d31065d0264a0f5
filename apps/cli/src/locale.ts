import type { Locale } from "@colombe/phrases"
import type { Io } from "./io.ts"

/** As POSIX orders the variables. */
export function localeOf(environment: Io["environment"]): Locale {
  const name = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ""
  return name.toLowerCase().startsWith("fr") ? "fr" : "en"
}
