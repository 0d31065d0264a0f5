import { expect, test } from "bun:test"
import { fail, succeed } from "@colombe/base"
import type { Client, Notice } from "../api/index.ts"
import { connectRemote } from "./connect.ts"
import type { Channel, Message } from "./messages.ts"
import { type Served, serveClient } from "./serve.ts"

type Listener = (event: { readonly data: Message }) => void

/** Two ends of one channel, of which the far one can be changed for another. */
function wire() {
  let near: Listener = () => {}
  let far: Listener = () => {}
  const nearEnd: Channel = {
    postMessage: data => far({ data }),
    addEventListener: (_, listener) => {
      near = listener
    },
  }
  const farEnd: Channel = {
    postMessage: data => near({ data }),
    addEventListener: (_, listener) => {
      far = listener
    },
  }
  return { nearEnd, farEnd }
}

/** A client that answers nothing by itself: the test does. */
function slowClient() {
  const asked: { readonly method: string; readonly answer: (value: unknown) => void }[] = []
  const watchers = new Set<(notice: Notice) => void>()
  const methods = {
    watch(watcher: (notice: Notice) => void) {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
  }
  const client = new Proxy(methods, {
    get: (known, method: string) =>
      Reflect.get(known, method) ?? (() => new Promise(answer => asked.push({ method, answer }))),
  }) as unknown as Client
  return { client, asked, watchers }
}

function open(farEnd: Channel, leader: string) {
  const slow = slowClient()
  const served = serveClient(farEnd, leader)
  served.opened(slow.client)
  return { ...slow, served }
}

test("HO6 whoever ends declines what it has not begun and what may be asked again, and answers the action under way", async () => {
  const { nearEnd, farEnd } = wire()
  const remote = connectRemote(nearEnd, "t", () => {})
  const first = open(farEnd, "first")
  const question = remote.client.conversations()
  const action = remote.client.sendText("c", "x")
  const left = first.served.leave()
  const late = remote.client.sendText("c", "y")
  // What it would answer to the question now may come from a store that is closing.
  first.asked[0]?.answer([])
  first.asked[1]?.answer(succeed({ id: "1" }))
  await left
  expect(await action).toEqual(succeed({ id: "1" }))
  expect(first.asked.map(({ method }) => method)).toEqual(["conversations", "sendText"])
  remote.leaderGone()
  const second = open(farEnd, "second")
  expect(second.asked.map(({ method }) => method)).toEqual(["conversations", "sendText"])
  second.asked[0]?.answer(["later"])
  second.asked[1]?.answer(succeed({ id: "2" }))
  expect(await question).toEqual(["later"] as never)
  expect(await late).toEqual(succeed({ id: "2" }))
})

test("HO8 where it ends at once, questions are asked again and of actions it is said that nobody knows", async () => {
  const { nearEnd, farEnd } = wire()
  const remote = connectRemote(nearEnd, "t", () => {})
  open(farEnd, "first")
  const question = remote.client.sent("c", "1")
  const action = remote.client.sendText("c", "x")
  remote.leaderGone()
  expect(await action).toEqual(fail("interrupted", "after-refresh"))
  const second = open(farEnd, "second")
  expect(second.asked.map(({ method }) => method)).toEqual(["sent"])
  second.asked[0]?.answer(succeed({ seq: 4 }))
  expect(await question).toEqual(succeed({ seq: 4 }))
})

test("a cause that is plain data crosses, and one that is not stays where it is", async () => {
  const { nearEnd, farEnd } = wire()
  const remote = connectRemote(nearEnd, "t", () => {})
  const { asked } = open(farEnd, "first")
  const plain = fail("word-unknown", "never", { word: "abandun", suggestions: ["abandon"] })
  const answers = [remote.client.settle(), remote.client.settle()]
  asked[0]?.answer(plain)
  asked[1]?.answer(fail("storage-damaged", "never", { inner: new Error("with a stack") }))
  expect(await Promise.all(answers)).toEqual([plain, fail("storage-damaged")])
})

test("nobody is told anything any more who is gone or has been left", async () => {
  for (const end of [(served: Served) => served.closed(), (served: Served) => void served.leave()]) {
    const { nearEnd, farEnd } = wire()
    const heard: string[] = []
    const remote = connectRemote(nearEnd, "t", () => {})
    const stop = remote.watch(({ type }) => heard.push(type))
    const { watchers, served } = open(farEnd, "first")
    for (const tell of watchers) tell({ type: "me" })
    stop()
    for (const tell of watchers) tell({ type: "me" })
    end(served)
    expect([heard, watchers.size]).toEqual([["me"], 0])
  }
})
