/** How a fault is found: a schedule in which members come to disagree, a published vector, the test of a rule, or any of several tests. */
export type Finder =
  | { readonly kind: "schedules" }
  | { readonly kind: "vectors"; readonly file: string }
  | { readonly kind: "rule"; readonly test: string }
  | { readonly kind: "tests"; readonly tests: readonly string[] }

/** A mistake as somebody could make it in this engine. `from` stands once in the file. */
export interface PlantedFault {
  readonly name: string
  readonly file: string
  readonly from: string
  readonly to: string
  readonly finder: Finder
}

const schedules = { kind: "schedules" } as const
const vectors = (file: string) => ({ kind: "vectors", file }) as const
const rule = (test: string) => ({ kind: "rule", test }) as const

export const plantedFaults: readonly PlantedFault[] = [
  {
    name: "an added leaf is unmerged nowhere",
    file: "public/tree/change.ts",
    from: "node => node && { ...node, unmergedLeaves: insertSorted(node.unmergedLeaves, leafIndex) }",
    to: "node => node",
    finder: schedules,
  },
  {
    name: "path secrets go to a resolution in the wrong order",
    file: "tree-kem.ts",
    from: "    recipients,\n    ({ encryptionKey })",
    to: "    recipients.toReversed(),\n    ({ encryptionKey })",
    finder: schedules,
  },
  {
    name: "a path is encrypted to newcomers, whom the Welcome serves",
    file: "tree-kem.ts",
    from: "return encryptTo(ctx, suite, step, input.added, context, pathSecret)",
    to: "return encryptTo(ctx, suite, step, new Set(), context, pathSecret)",
    finder: schedules,
  },
  {
    name: "parents above a removed leaf keep their keys",
    file: "public/tree/change.ts",
    from: "return truncate(replaceLeaf(tree, leafIndex, undefined, blank))",
    to: "return truncate(replaceLeaf(tree, leafIndex, undefined, node => node))",
    finder: schedules,
  },
  {
    name: "a changed parent keeps its cached tree hash",
    file: "public/tree/change.ts",
    from: "      ? parentSlot(node, rebuild(subtree.left, firstLeaf, height - 1), subtree.right)",
    to: "      ? { ...parentSlot(node, rebuild(subtree.left, firstLeaf, height - 1), subtree.right), hash: subtree.hash }",
    finder: schedules,
  },
  {
    name: "the tree keeps its empty right half",
    file: "public/tree/change.ts",
    from: "while (isParent(root) && root.right.occupied === 0) {",
    to: "while (isParent(root) && root.right.occupied < 0) {",
    finder: schedules,
  },
  {
    name: "who returns from outside leaves the old leaf in the tree",
    file: "public/commit/apply.ts",
    from: "    tree = removeLeaf(tree, leafIndex)\n    removed.push",
    to: "    if (bySelf || removals.length > 1) tree = removeLeaf(tree, leafIndex)\n    removed.push",
    finder: schedules,
  },
  {
    name: "who is removed goes on as a member",
    file: "process.ts",
    from: "if (effects.removed.some(removed => removed.leafIndex === leafIndex))",
    to: "if (effects.removed.length > 1 && effects.removed.some(removed => removed.leafIndex === leafIndex))",
    finder: schedules,
  },
  {
    name: "an own Update is committed and its key forgotten",
    file: "process.ts",
    from: "return update === undefined ? nodeKeys : new Map(nodeKeys).set(2 * leafIndex, update.privateKey)",
    to: "return update === undefined ? nodeKeys : new Map(nodeKeys)",
    finder: schedules,
  },
  {
    name: "a stored state loses the keys of messages to come",
    file: "group-codec.ts",
    from: "nodes: [...secretTree.nodes].map(([node, secret]) => ({ node, secret })),",
    to: "nodes: [],",
    finder: schedules,
  },
  {
    name: "the key of a message that was overtaken stays once it is used",
    file: "secret-tree.ts",
    from: "    skipped.delete(generation)\n    return finish(kept)",
    to: "    return finish(kept)",
    finder: rule("application.test.ts"),
  },
  {
    name: "the commit secret is left out of the epoch, which who is removed can then derive",
    file: "key-schedule.ts",
    from: "const extracted = extract(crypto, suite, input.initSecret, input.commitSecret)",
    to: "const extracted = extract(crypto, suite, input.initSecret, new Uint8Array(suite.secretBytes))",
    finder: schedules,
  },
  {
    name: "the transcript leaves out the signature",
    file: "public/commit/judge.ts",
    from: "return encode(confirmedInput, { format, content, signature: auth.signature })",
    to: "return encode(confirmedInput, { format, content, signature: auth.signature.slice(0, 0) })",
    finder: vectors("transcript-hashes.json"),
  },
  {
    name: "the parent hash binds the sibling as it is and not as it was",
    file: "public/tree/hash.ts",
    from: "const inside = without.filter(leaf => leaf >= firstLeaf && leaf < end)",
    to: "const inside = without.filter(leaf => leaf >= end)",
    finder: schedules,
  },
  {
    name: "the parent hash of a path is not checked",
    file: "public/commit/path.ts",
    from: 'if (!equal(leaf.source.parentHash, leafParentHash)) return fail("bad-parent-hash")',
    to: "",
    finder: rule("public/commit/path.test.ts"),
  },
  {
    name: "the parent hashes of an offered tree are not checked",
    file: "public/tree/verify.ts",
    from: 'else if (!parentHashFits(crypto, name, slot, firstLeaf, height)) code = "bad-parent-hash"',
    to: "",
    finder: rule("public/group-info.test.ts"),
  },
]
