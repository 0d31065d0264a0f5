import type { Result } from "@colombe/base"
import type { Locale } from "@colombe/phrases"
import type { Io } from "../io.ts"
import type { OperateCommand } from "./arguments.ts"
import { backup, restore } from "./backup.ts"

/** Runs one of the operator's commands. */
export function operate(io: Io, command: OperateCommand, locale: Locale): Promise<Result<void>> {
  switch (command.name) {
    case "backup":
      return backup(io, command, locale)
    case "restore":
      return restore(io, command, locale)
  }
}
