import { fail, type Result, succeed, toBase64Url } from "@colombe/base"
import { formatHandle } from "@colombe/rules"
import type { Me } from "../api/index.ts"
import type { Home, Identity } from "../home/home.ts"
import type { MeRecord } from "../records/account-records.ts"
import { selfOf } from "../self/log.ts"

export function meOf(home: Pick<Home, "crypto">, record: MeRecord): Me {
  return {
    account: toBase64Url(record.account),
    device: toBase64Url(record.device),
    address: addressOf(record),
    displayName: record.displayName || record.handle,
    server: record.server,
    saved: toBase64Url(selfOf(home, record.account)),
  }
}

export function addressOf({ handle, host }: Pick<MeRecord, "handle" | "host">): string {
  return formatHandle({ name: handle, host })
}

export function identityOf(home: Home): Result<Identity> {
  const { identity } = home.current
  return identity === undefined ? fail("home-empty") : succeed(identity)
}
