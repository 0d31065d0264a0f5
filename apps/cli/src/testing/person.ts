import { join } from "node:path"
import { type Process, type Ran, runBinary, type Surroundings, startBinary } from "./binary.ts"

/** Somebody at a terminal: the executable on a home of their own. */
export interface Person {
  readonly name: string
  readonly home: string
  run(args: readonly string[], surroundings?: Surroundings): Promise<Ran>
  /** Runs what has to succeed; the value is what it printed. */
  say(...args: readonly string[]): Promise<string>
  start(...args: readonly string[]): Process
  /** With its input open: a test answers what it asks. */
  talk(...args: readonly string[]): Process
  history(target: string, limit?: number): Promise<readonly HistoryItem[]>
  /** Texts of the messages alone, in the order of the log. */
  texts(target: string): Promise<readonly string[]>
}

/** What `history --json` and `listen --json` print. */
export interface HistoryItem {
  readonly conversation: string
  readonly seq: number
  readonly kind: "message" | "change" | "notice"
  readonly from: string | null
  readonly text?: string
  readonly change?: string
  readonly people?: readonly string[]
  readonly notice?: string
  readonly sent_at?: string
  readonly id?: string
  readonly request: boolean
  readonly files?: readonly { readonly name: string; readonly type: string; readonly size: number }[]
}

export function personIn(
  folder: string,
  name: string,
  environment: Readonly<Record<string, string>> = {},
): Person {
  const home = join(folder, name)
  const around = (surroundings: Surroundings = {}): Surroundings => ({
    ...surroundings,
    environment: { ...environment, ...surroundings.environment },
  })
  const run: Person["run"] = (args, surroundings) =>
    runBinary(["--home", home, ...args], around(surroundings))
  const say: Person["say"] = async (...args) => {
    const { code, out, err } = await run(args)
    if (code !== 0) throw new Error(`${name}: ${args.join(" ")}: ${code} ${err}`)
    return out
  }
  const history: Person["history"] = async (target, limit = 1000) =>
    parseItems(await say("history", "--json", "--limit", String(limit), "--", target))
  return {
    name,
    home,
    run,
    say,
    history,
    start: (...args) => startBinary(["--home", home, ...args], around()),
    talk: (...args) => startBinary(["--home", home, ...args], around({ open: true })),
    texts: async target => (await history(target)).flatMap(item => item.text ?? []),
  }
}

export function parseItems(out: string): readonly HistoryItem[] {
  return out
    .split("\n")
    .filter(line => line !== "")
    .map(line => JSON.parse(line) as HistoryItem)
}

/** Registers people at a server, all at once. */
export function register(url: string, people: readonly Person[]): Promise<readonly string[]> {
  return Promise.all(people.map(person => person.say("register", person.name, "--server", url)))
}
