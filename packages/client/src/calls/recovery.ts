import type { RecoveryCalls } from "../api/index.ts"
import type { Home } from "../home/home.ts"
import { recover } from "../recovery/recover.ts"
import type { Driver } from "../session/driver.ts"
import { guarded } from "./in-turn.ts"

export function recoveryCalls(home: Home, driver: Driver): RecoveryCalls {
  return {
    async recover(request) {
      const recovered = await guarded(home, () => recover(home, request))
      if (recovered.ok) driver.registered()
      return recovered
    },
  }
}
