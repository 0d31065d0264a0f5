import { equal, fail, type Result, succeed } from "@colombe/base"
import { type AccountId, headOf, type PublicKey, stateOf } from "@colombe/rules"
import { sealMail } from "@colombe/seal"
import { fetchChain } from "../account/chains.ts"
import { mailKeyOf } from "../account/own-key-package.ts"
import { type Home, type Identity, transact, wireOf } from "../home/home.ts"

export interface MailContent {
  readonly purpose: number
  readonly id?: Uint8Array
  readonly body: Uint8Array
}

/** To every device of an account but this one, each under the key that is there for mail. */
export async function mailTo(
  home: Home,
  identity: Identity,
  account: AccountId,
  content: MailContent,
): Promise<Result<void>> {
  const following = await transact(home, transaction => fetchChain(home, transaction, account))
  if (!following.ok) return following
  if (following.value.at === "forked") return fail("account-frozen")
  const state = stateOf(following.value.chain)
  const claimed = await wireOf(home).call("claimKeyPackages", { account, lastResortOnly: true })
  if (!claimed.ok) return claimed
  for (const { device, keyPackage } of claimed.value.keyPackages) {
    if (equal(device, identity.me.device)) continue
    const key = await mailKeyOf(home, state, account, device, keyPackage)
    if (key === undefined) continue
    const sent = await mailToDevice(
      home,
      identity,
      { account, device },
      { algorithm: "xwing", bytes: key },
      content,
    )
    if (!sent.ok) return sent
  }
  return succeed()
}

export async function mailToDevice(
  home: Home,
  { me, signer }: Identity,
  to: { readonly account: AccountId; readonly device: Uint8Array },
  key: PublicKey,
  { purpose, id, body }: MailContent,
): Promise<Result<void>> {
  const own = await transact(home, transaction => fetchChain(home, transaction, me.account))
  if (!own.ok) return own
  const sealed = await sealMail(home.crypto, {
    from: me.account,
    fromDevice: me.device,
    position: headOf(own.value.chain),
    to: to.account,
    toDevice: to.device,
    purpose,
    body,
    key,
    signer,
    ...(id === undefined ? {} : { id }),
  })
  if (!sealed.ok) return sealed
  const sent = await wireOf(home).call("sendMail", { ...to, id: sealed.value.id, body: sealed.value.bytes })
  return sent.ok ? succeed() : sent
}
