import { fail, type Result, succeed, toBase64Url } from "@colombe/base"
import type { ConversationCalls, ConversationChanges } from "../api/index.ts"
import { addMembers } from "../conversation/add-members.ts"
import { openDirect } from "../conversation/create.ts"
import { createGroupWith } from "../conversation/create-group.ts"
import { decline } from "../conversation/decline.ts"
import { joinConversation } from "../conversation/join.ts"
import { leaveConversation } from "../conversation/leave.ts"
import { removeMember } from "../conversation/remove-member.ts"
import { reopenConversation } from "../conversation/reopen.ts"
import { setHistory } from "../conversation/set-history.ts"
import { handOver, liftBan, setRole } from "../conversation/set-role.ts"
import { setTimer } from "../conversation/set-timer.ts"
import { setTitle } from "../conversation/titles.ts"
import { loadView, type View } from "../conversation/view.ts"
import type { Home } from "../home/home.ts"
import { setGroupPicture } from "../profile/group-picture.ts"
import { detailsOf } from "../queries/conversations.ts"
import { listIn } from "../queries/list.ts"
import type { Driver } from "../session/driver.ts"
import { done, idOf, inTurn } from "./in-turn.ts"

const named = (view: Result<View>): Result<{ readonly conversation: string }> =>
  view.ok ? succeed({ conversation: toBase64Url(view.value.record.conversation) }) : view

/** Of a home that is nobody's yet. */
const noList: ConversationChanges = { mark: "", whole: true, changed: [], gone: [], more: false }

export function conversationCalls(home: Home, driver: Driver): ConversationCalls {
  return {
    async conversations() {
      const { identity } = home.current
      return identity === undefined ? [] : listIn(home, identity.me).all()
    },
    async conversationChanges(since) {
      const { identity } = home.current
      return identity === undefined ? noList : listIn(home, identity.me).changesSince(since)
    },
    async conversation(conversation) {
      const { identity } = home.current
      const id = idOf(conversation)
      return identity === undefined || !id.ok ? undefined : detailsOf(home, identity.me, id.value)
    },
    openDirect: account =>
      inTurn(home, driver, [account], async (identity, id) => named(await openDirect(home, identity, id))),
    createGroup: (title, members, { history = "none" } = {}) =>
      inTurn(home, driver, members, async (identity, first, rest) => {
        const people = members.length === 0 ? [] : [first, ...rest]
        const made = await createGroupWith(home, identity, title, people, history)
        return made.ok ? succeed({ conversation: toBase64Url(made.value) }) : made
      }),
    addMembers: (conversation, accounts) =>
      inTurn(home, driver, [conversation, ...accounts], (identity, id, people) =>
        addMembers(home, identity, id, people),
      ),
    removeMember: (conversation, account) =>
      inTurn(home, driver, [conversation, account], (identity, id, [who = id]) =>
        removeMember(home, identity, id, who),
      ),
    setRole: (conversation, account, role) =>
      inTurn(home, driver, [conversation, account], (identity, id, [who = id]) =>
        setRole(home, identity, id, who, role),
      ),
    handOver: (conversation, account) =>
      inTurn(home, driver, [conversation, account], (identity, id, [who = id]) =>
        handOver(home, identity, id, who),
      ),
    liftBan: (conversation, account) =>
      inTurn(home, driver, [conversation, account], (identity, id, [who = id]) =>
        liftBan(home, identity, id, who),
      ),
    leave: conversation =>
      inTurn(home, driver, [conversation], (identity, id) => leaveConversation(home, identity, id)),
    reopen: conversation =>
      inTurn(home, driver, [conversation], async (identity, id) =>
        done(await reopenConversation(home, identity, id, async () => true)),
      ),
    setHistory: (conversation, policy) =>
      inTurn(home, driver, [conversation], (identity, id) => setHistory(home, identity, id, policy)),
    setTimer: (conversation, seconds) =>
      inTurn(home, driver, [conversation], (identity, id) => setTimer(home, identity, id, seconds)),
    setTitle: (conversation, title) =>
      inTurn(home, driver, [conversation], async (identity, id) => {
        const view = await loadView(home, home.store, id)
        return view === undefined ? fail("conversation-unknown") : setTitle(home, identity, view, title)
      }),
    setGroupPicture: (conversation, picture) =>
      inTurn(home, driver, [conversation], async (identity, id) => {
        const view = await loadView(home, home.store, id)
        return view === undefined
          ? fail("conversation-unknown")
          : setGroupPicture(home, identity, view, picture)
      }),
    acceptRequest: conversation =>
      inTurn(home, driver, [conversation], async (identity, id) =>
        done(await joinConversation(home, identity, id)),
      ),
    declineRequest: conversation => inTurn(home, driver, [conversation], (_, id) => decline(home, id)),
  }
}
