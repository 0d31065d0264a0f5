import { fail, type Result, succeed, toBase64Url } from "@colombe/base"
import { displayNameBytesMax, lineBytes, safetyNumber } from "@colombe/seal"
import { canRegister } from "../account/can-register.ts"
import { findPerson } from "../account/find-person.ts"
import { addressOf, identityOf, meOf } from "../account/me.ts"
import { personOf } from "../account/people.ts"
import { personLink } from "../account/person-link.ts"
import { register } from "../account/register.ts"
import { forgetWords, unseenWords } from "../account/unseen-words.ts"
import { unverify, verify } from "../account/verified.ts"
import type { AccountCalls } from "../api/index.ts"
import { type Home, tell, transact } from "../home/home.ts"
import { setOwnPicture, shareOwnName } from "../profile/own.ts"
import { pictureVersion } from "../profile/pictures.ts"
import { tellPictureAtOnce } from "../profile/tell.ts"
import { meTable } from "../records/account-records.ts"
import { pictureTable } from "../records/picture-records.ts"
import { putRecord, readRecord } from "../records/table.ts"
import type { Driver } from "../session/driver.ts"
import { guarded, idOf, inTurn } from "./in-turn.ts"

export function accountCalls(home: Home, driver: Driver): AccountCalls {
  return {
    me: async () => {
      const { identity } = home.current
      if (identity === undefined) return undefined
      const picture = await pictureVersion(home.store, identity.me.account)
      return { ...meOf(home, identity.me), ...(picture === undefined ? {} : { picture }) }
    },
    canRegister: request => canRegister(home, request),
    async register(request) {
      const registered = await guarded(home, () => register(home, request))
      if (registered.ok) driver.registered()
      return registered
    },
    async cancelRegistration() {
      if (home.current.work !== undefined) home.current.work.isCancelled = true
    },
    pendingWords: () => unseenWords(home),
    async wordsShown() {
      // A store that cannot forget them keeps them for the next time.
      await guarded(home, () => forgetWords(home))
    },
    findPerson: who => guarded(home, () => findPerson(home, who)),
    async safetyNumber(account) {
      const identity = identityOf(home)
      const other = idOf(account)
      if (!identity.ok) return identity
      if (!other.ok) return other
      if (account === toBase64Url(identity.value.me.account)) return fail("direct-with-oneself")
      const groups = safetyNumber(home.crypto, identity.value.me.account, other.value)
      const { trust } = await personOf(home.store, other.value)
      return succeed({ groups, verified: trust === "verified" })
    },
    verify: account => inTurn(home, driver, [account], (identity, id) => verify(home, identity, id)),
    unverify: account => inTurn(home, driver, [account], (identity, id) => unverify(home, identity, id)),
    setPicture: picture =>
      inTurn(home, driver, [], async identity => {
        const kept = await setOwnPicture(home, identity, picture)
        return kept.ok ? tellPictureAtOnce(home, identity) : kept
      }),
    async picture(of) {
      const id = idOf(of)
      return id.ok ? readRecord(home.store, pictureTable, id.value) : undefined
    },
    setDisplayName: name => guarded(home, () => setDisplayName(home, name)),
    async personLink() {
      const identity = identityOf(home)
      if (!identity.ok) return ""
      const { me } = identity.value
      return personLink(me.server, me.account, addressOf(me))
    },
  }
}

/** It goes out with every message from now on. */
async function setDisplayName(home: Home, name: string): Promise<Result<void>> {
  const identity = identityOf(home)
  if (!identity.ok) return identity
  const line = lineBytes(name.trim(), displayNameBytesMax)
  if (!line.ok) return line
  const me = { ...identity.value.me, displayName: name.trim() }
  const stored = await transact(home, async transaction => {
    putRecord(transaction, meTable, [], me)
    await shareOwnName(home, transaction, identity.value, me.displayName)
    transaction.afterwards(() => tell(home, { type: "me" }))
    return succeed()
  })
  home.current.identity = { ...identity.value, me }
  return stored
}
