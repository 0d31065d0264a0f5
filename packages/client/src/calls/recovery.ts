import { identityOf } from "../account/me.ts"
import type { RecoveryCalls } from "../api/index.ts"
import type { Home } from "../home/home.ts"
import { recover } from "../recovery/recover.ts"
import { addSpareRoot } from "../recovery/spare.ts"
import type { Driver } from "../session/driver.ts"
import { guarded } from "./in-turn.ts"

export function recoveryCalls(home: Home, driver: Driver): RecoveryCalls {
  return {
    async recover(request) {
      const recovered = await guarded(home, () => recover(home, request))
      if (recovered.ok) driver.registered()
      return recovered
    },
    addSpareRoot: root =>
      guarded(home, async () => {
        const identity = identityOf(home)
        return identity.ok ? addSpareRoot(home, identity.value, root) : identity
      }),
  }
}
