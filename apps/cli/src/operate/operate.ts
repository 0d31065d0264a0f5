import { type Result, succeed } from "@colombe/base"
import type { Locale } from "@colombe/phrases"
import type { Io } from "../io.ts"
import { serveUntilEnded } from "../serve/command.ts"
import { admin } from "./admin.ts"
import type { OperateCommand } from "./arguments.ts"
import { backup, restore } from "./backup.ts"
import { doctor } from "./doctor.ts"
import { printSettings, readSettings, serveOptions } from "./settings/serve-options.ts"

/** Runs one of the operator's commands. */
export async function operate(io: Io, command: OperateCommand, locale: Locale): Promise<Result<void>> {
  switch (command.name) {
    case "backup":
      return backup(io, command, locale)
    case "restore":
      return restore(io, command, locale)
    case "admin":
      return admin(io, command.request)
    default: {
      const resolved = readSettings(command.flags, command.config, io.environment)
      if (!resolved.ok) return resolved
      if (command.name === "config-print") {
        await io.print(printSettings(resolved.value))
        return succeed()
      }
      const options = serveOptions(resolved.value)
      if (!options.ok) return options
      return command.name === "doctor"
        ? doctor(io, options.value)
        : serveUntilEnded(io, options.value, locale)
    }
  }
}
