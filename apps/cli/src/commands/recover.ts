import { type Result, succeed } from "@colombe/base"
import { type Locale, phrase } from "@colombe/phrases"
import type { HomeClient } from "../home/seat.ts"
import type { Io } from "../io.ts"

export interface RecoverCommand {
  readonly handle: string
  readonly server: string
  readonly keepDevices: boolean
  /** As they were typed. */
  readonly words: string
}

export async function recoverAccount(
  io: Io,
  client: HomeClient,
  { handle, server, keepDevices, words }: RecoverCommand,
  locale: Locale,
): Promise<Result<void>> {
  const recovered = await client.recover({ handle, server, words, keepDevices })
  if (!recovered.ok) return recovered
  await io.complain(
    phrase(keepDevices ? "recovered-beside" : "recovered-alone", locale, {
      address: recovered.value.address,
    }),
  )
  // The history comes in before this process ends, as far as it can; the next command goes on.
  await client.start()
  await client.settle()
  await io.print(recovered.value.address)
  return succeed()
}
