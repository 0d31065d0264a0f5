/** A mistake as somebody could make it in our own code. `from` stands once in the file. */
export interface PlantedFault {
  readonly name: string
  /** From the repository's root. */
  readonly file: string
  readonly from: string
  readonly to: string
  readonly finder: Finder
}

/** Seeds of the world, of which the first to find it is named; or a test that shows the rule. */
export type Finder =
  | { readonly kind: "seeds"; readonly first: number; readonly of?: "crash" }
  | { readonly kind: "test"; readonly test: string }

const seeds = (first: number): Finder => ({ kind: "seeds", first })
const testOf = (test: string): Finder => ({ kind: "test", test })

export const plantedFaults: readonly PlantedFault[] = [
  {
    name: "nobody waits for a device's disk",
    file: "packages/client/src/home/transaction.ts",
    from: "if (changes.size > 0) await write(",
    to: "if (changes.size > 0) void write(",
    finder: { kind: "seeds", first: 20, of: "crash" },
  },
  {
    name: "the server takes what was sealed in an epoch that is over",
    file: "packages/store/src/memory/log.ts",
    from: "if (head.incarnation !== entry.incarnation || head.epoch !== entry.epoch)",
    to: "if (head.incarnation !== entry.incarnation)",
    finder: seeds(1),
  },
  {
    name: "the server goes on telling those who were taken out",
    file: "packages/server/src/members.ts",
    from: "for (const account of before) if (!have.has(keyOf(account))) leaveTopic(server.live, account, conversation)",
    to: "void leaveTopic",
    finder: seeds(11),
  },
  {
    name: "the server moves nobody's index",
    file: "packages/server/src/fan-out.ts",
    from: "const moved = await this.#store.accounts.touch(conversation, head, members)",
    to: "const moved = await this.#store.accounts.touch(conversation, head, members.slice(1))",
    finder: seeds(2),
  },
  {
    name: "the words leave the other devices in, though they were to go",
    file: "packages/client/src/recovery/recover.ts",
    from: 'if (kind !== "device" || equal(id, device)) continue',
    to: 'if (kind === "device") continue',
    finder: seeds(6),
  },
  {
    name: "an old state of a group is joined as if it were the newest",
    file: "packages/client/src/conversation/join.ts",
    from: `  if (!samePlace(offered.value.group, group)) return fail("stale-epoch", "after-refresh")
  const { externalPub } = offered.value
  if (!sameContext(offered.value.group, group) || externalPub === undefined) return fail("group-unproven")
`,
    to: `  void [samePlace, sameContext]
  const { externalPub } = offered.value
  if (externalPub === undefined) return fail("group-unproven")
`,
    finder: testOf("packages/sim/src/adversary.test.ts"),
  },
  {
    name: "whatever has the number of the newest epoch is joined as if it were that epoch",
    file: "packages/client/src/conversation/join.ts",
    from: "if (!sameContext(offered.value.group, group) || externalPub === undefined)",
    to: "if (sameContext.length === 0 || externalPub === undefined)",
    finder: testOf("packages/sim/src/client-group-info.test.ts"),
  },
  {
    name: "keys that are missing are asked of nobody",
    file: "packages/client/src/session/driver.ts",
    from: "due.push(await askForKeys(home, identity))",
    to: "void askForKeys",
    finder: seeds(1),
  },
  {
    name: "a key goes to a device that was removed",
    file: "packages/seal/src/release/release.ts",
    from: '  if (asker.isRemoved) return fail("asker-removed")\n',
    to: "",
    finder: testOf("packages/seal/src/release/release.test.ts"),
  },
  {
    name: "a key goes to a device that came in a minute ago",
    file: "packages/seal/src/release/release.ts",
    from: "if (waits && now - asker.firstSeenMs < newDeviceWaitMs)",
    to: "if (waits && now < asker.firstSeenMs)",
    finder: testOf("packages/seal/src/release/release.test.ts"),
  },
  {
    name: "nobody asks whether a committer may do what they do",
    file: "packages/server/src/methods/commit.ts",
    from: "  if (refused) return refused\n",
    to: "",
    finder: testOf("packages/sim/src/server-commit.test.ts"),
  },
  {
    name: "nobody asks who is a member before an entry is stored",
    file: "packages/server/src/methods/append.ts",
    from: "if (!isMember || ",
    to: "if (",
    finder: testOf("packages/sim/src/server-append.test.ts"),
  },
  {
    name: "the signature of a message is not checked",
    file: "packages/seal/src/message/verify.ts",
    from: "if (!(await signatureHolds(crypto, opened, seat)))",
    to: "if (!(await signatureHolds(crypto, opened, seat)) && seat === undefined)",
    finder: testOf("packages/seal/src/message/open.test.ts"),
  },
  {
    name: "what the key of an epoch came from stays",
    file: "packages/client/src/conversation/epoch.ts",
    from: "  return dropExporter(member)",
    to: "  void dropExporter\n  return member",
    finder: testOf("packages/sim/src/client-forgery.test.ts"),
  },
]
