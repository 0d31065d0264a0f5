import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import type { Group } from "./group.ts"
import { exportFrom } from "./key-schedule.ts"
import type { PublicContext } from "./public/context.ts"

/** MLS-Exporter (RFC 9420 §8.5) of the current epoch; at most 255 hashes of output. */
export function exportSecret(
  ctx: PublicContext,
  group: Group,
  label: string,
  context: Bytes,
  length: number,
): Result<Bytes, "exporter-dropped"> {
  const { exporter } = group.secrets.epoch
  if (exporter === undefined) return fail("exporter-dropped")
  return succeed(exportFrom(ctx.crypto, group.public.suite, exporter, label, context, length))
}

/** The group without its exporter secret: what was not exported from this epoch so far never will be. */
export function dropExporter(group: Group): Group {
  const { secrets } = group
  return { ...group, secrets: { ...secrets, epoch: { ...secrets.epoch, exporter: undefined } } }
}

/** Equal for two members exactly if they agree on everything up to this epoch (RFC 9420 §8.7). */
export function epochAuthenticator(group: Group): Bytes {
  return group.secrets.epoch.authenticator
}

/** The key by which one proves later that one was a member in this epoch (RFC 9420 §8.6). */
export function resumptionKey(group: Group): Bytes {
  return group.secrets.epoch.resumption
}
