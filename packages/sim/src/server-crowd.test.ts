import { expect, setDefaultTimeout, test } from "bun:test"
import type { Proposal } from "@colombe/mls"
import { commitBytesMax, leavesMax } from "@colombe/rules"
import { person, testWorld } from "@colombe/server/testing"
import { frameBytesMax, welcomeBytesMax } from "@colombe/wire"
import { enrolled, groupOpening, type Made, makeCommit, makeKeyPackage } from "./testing/member.ts"

// Real keys for several hundred devices.
setDefaultTimeout(120_000)

/** As many as one commit of a client adds. */
const batch = 128
const batches = 3

async function strangers(count: number): Promise<Proposal[]> {
  const adds: Proposal[] = []
  for (let number = 0; number < count; number++) {
    const who = await person(`guest${number}`)
    const made = await makeKeyPackage({ who, device: 1, id: await who.device(1) })
    adds.push({ kind: "add", keyPackage: made.keyPackage })
  }
  return adds
}

const frameOf = ({ commit, groupInfo, welcome }: Made): number =>
  commit.length + groupInfo.length + welcome.length

test("D9 commits fit their limits in the largest group, also where all of it was just added", async () => {
  const ana = await enrolled(testWorld(), "ana")
  let room = (await makeCommit(ana, await groupOpening(ana), "path")).next
  const guests = await strangers(batch * batches)
  let adding: Made | undefined
  for (let at = 0; at < guests.length; at += batch) {
    adding = await makeCommit(ana, room, "add", {
      proposals: guests.slice(at, at + batch),
      forcePath: false,
    })
    expect(adding.welcome.length).toBeLessThan(welcomeBytesMax / 4)
    room = adding.next
  }
  if (adding === undefined) throw new Error("somebody is added")
  // Each leaf that is nowhere in the tree yet has a secret of its own in a path: it grows with their number.
  const path = await makeCommit(ana, room, "path")
  const each = path.commit.length / guests.length
  expect(each).toBeGreaterThan(1_100)
  expect(each * leavesMax + adding.commit.length).toBeLessThan(commitBytesMax)
  expect(each * leavesMax + frameOf(adding)).toBeLessThan(frameBytesMax)
})
