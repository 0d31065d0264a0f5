import { type Result, succeed } from "@colombe/base"
import { usage } from "../usage-failure.ts"

/** What an operator asks for beside `serve`. */
export type OperateCommand =
  | { readonly name: "backup"; readonly destination: string; readonly data: string }
  | {
      readonly name: "restore"
      readonly source: string
      /** Absent where the backup is only to be checked. */
      readonly data: string | undefined
      readonly verify: boolean
    }

/** Options of the operator's commands, in the form of `parseArgs`. */
export const operateOptions = {
  verify: { type: "boolean" },
} as const

/** Which of all options each of them takes. */
export const operateAllowed = {
  backup: ["data"],
  restore: ["data", "verify"],
} as const

export type OperateName = keyof typeof operateAllowed

export const isOperateName = (name: string): name is OperateName => Object.hasOwn(operateAllowed, name)

export interface OperateValues {
  readonly data?: string | undefined
  readonly verify?: boolean | undefined
}

export function parseOperate(
  name: OperateName,
  words: readonly string[],
  values: OperateValues,
): Result<OperateCommand, "usage"> {
  const [first] = words
  switch (name) {
    case "backup":
      if (first === undefined || words.length !== 1) return usage("DEST")
      return values.data ? succeed({ name, destination: first, data: values.data }) : usage("--data")
    case "restore": {
      if (first === undefined || words.length !== 1) return usage("SOURCE")
      const verify = values.verify === true
      if (values.data === "" || (values.data === undefined && !verify)) return usage("--data")
      return succeed({ name, source: first, data: values.data, verify })
    }
  }
}
