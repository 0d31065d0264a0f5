import type { AccountCalls } from "./account.ts"
import type { ConversationCalls } from "./conversations.ts"
import type { DeviceCalls } from "./devices.ts"
import type { DraftCalls } from "./drafts.ts"
import type { FileCalls } from "./files.ts"
import type { InviteCalls } from "./invites.ts"
import type { LifeCalls } from "./life.ts"
import type { PollCalls } from "./polls.ts"
import type { RecoveryCalls } from "./recovery.ts"
import type { ScheduleCalls } from "./scheduled.ts"
import type { SearchCalls } from "./search.ts"
import type { SelfCalls } from "./self.ts"
import type { SendCalls } from "./sends.ts"
import type { StrangerCalls } from "./strangers.ts"
import type { TimelineCalls } from "./timeline.ts"

/**
 * The SDK as its users see it. Everything is asynchronous and made of plain data, so that the same interface runs in
 * the same thread, behind a worker's port, or behind a socket.
 */
export interface Client
  extends AccountCalls,
    ConversationCalls,
    TimelineCalls,
    SearchCalls,
    SendCalls,
    DraftCalls,
    PollCalls,
    FileCalls,
    InviteCalls,
    DeviceCalls,
    RecoveryCalls,
    SelfCalls,
    ScheduleCalls,
    StrangerCalls,
    LifeCalls {}
