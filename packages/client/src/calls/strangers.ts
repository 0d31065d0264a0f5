import { identityOf } from "../account/me.ts"
import { personOf } from "../account/people.ts"
import type { StrangerCalls } from "../api/index.ts"
import type { Home } from "../home/home.ts"
import type { Driver } from "../session/driver.ts"
import { aboutPerson } from "../strangers/about.ts"
import { blockedAccounts, setBlocked } from "../strangers/blocked.ts"
import { idOf, inTurn } from "./in-turn.ts"

export function strangerCalls(home: Home, driver: Driver): StrangerCalls {
  const set = (account: string, blocked: boolean) =>
    inTurn(home, driver, [account], (identity, who) => setBlocked(home, identity, who, blocked))
  return {
    block: account => set(account, true),
    unblock: account => set(account, false),
    async blocked() {
      const accounts = await blockedAccounts(home.store)
      return Promise.all(accounts.map(account => personOf(home.store, account)))
    },
    async aboutPerson(account) {
      const id = idOf(account)
      const identity = identityOf(home)
      return id.ok && identity.ok ? aboutPerson(home, identity.value, id.value) : undefined
    },
  }
}
