import type { Result } from "@colombe/base"

/** Does something to the group, shows the failure, and says whether it was done. */
export type Act = (work: () => Promise<Result<unknown>>) => Promise<boolean>
