/** Who lives in the seeded world, and in which language they look at it. */
export const people = [
  { handle: "ana", displayName: "Ana Souza", language: "fr" },
  { handle: "bob", displayName: "Bob Martin", language: "en" },
  { handle: "eve", displayName: "Ève Lambert", language: "fr" },
] as const
export type Handle = (typeof people)[number]["handle"]

export const groupTitle = "Délégation de Lisbonne"

/** One thing that somebody does, so many minutes after the one before. Messages are named to be spoken of later. */
export type Deed = { readonly after: number; readonly by: Handle } & (
  | {
      readonly says: string
      readonly to: Handle | "group"
      readonly as?: string
      readonly answering?: string
    }
  | { readonly makesGroupOf: readonly Handle[] }
  | { readonly reacts: string; readonly on: string }
  | { readonly changes: string; readonly into: string }
  | { readonly reads: Handle | "group" }
)

const day = 24 * 60

/** Three days among people who travel, in French and in English. */
export const script: readonly Deed[] = [
  {
    after: 0,
    by: "ana",
    to: "bob",
    says: "Hello Bob, this is Ana. I moved our notes here: nobody between us can read them.",
    as: "hello",
  },
  { after: 4, by: "bob", to: "ana", says: "Good. The hotel’s network had me worried.", answering: "hello" },
  { after: 1, by: "ana", reacts: "🕊️", on: "hello" },
  {
    after: 2,
    by: "bob",
    to: "ana",
    says: "Did the interpreter confirm?\n\n> Thursday, 18:00, side entrance",
  },
  { after: 7, by: "ana", to: "bob", says: "Yes. **Thursday at 19:00**, *not* 18:00.", as: "time" },
  { after: 1, by: "bob", reacts: "👍", on: "time" },
  { after: day - 120, by: "ana", to: "eve", says: "Bonjour Ève ! Le document est prêt ?", as: "document" },
  {
    after: 12,
    by: "eve",
    to: "ana",
    says: "Presque. Il reste la page sur les garanties : « nul ne peut lire, ni modifier, ni retenir ».",
  },
  { after: 1, by: "eve", to: "ana", says: "Je relis ce soir, et je t’envoie le mot de passe de vive voix." },
  { after: 3, by: "ana", to: "eve", says: "Parfait, merci 🙏" },
  { after: 60, by: "bob", to: "eve", says: "Hi Ève, Ana says you have the last draft?" },
  { after: 25, by: "eve", to: "bob", says: "I do. French only for now, sorry!", as: "french" },
  {
    after: 2,
    by: "bob",
    to: "eve",
    says: "My French is fine for contracts. Less so for jokes.",
    answering: "french",
  },
  { after: 1, by: "eve", reacts: "😂", on: "french" },
  { after: day - 200, by: "ana", makesGroupOf: ["bob", "eve"] },
  {
    after: 2,
    by: "ana",
    to: "group",
    says: "Tout ce qui concerne Lisbonne va ici. *Everything about Lisbon goes here.*",
    as: "lisbon",
  },
  { after: 9, by: "eve", to: "group", says: "Vol TP439, arrivée à 14 h 35.", as: "flight" },
  { after: 1, by: "eve", changes: "flight", into: "Vol TP439, arrivée à 14 h 55." },
  {
    after: 3,
    by: "bob",
    to: "group",
    says: "I land at 11:20 and keep a table: https://example.org/praca?for=3",
  },
  { after: 1, by: "ana", reacts: "❤️", on: "flight" },
  { after: 6, by: "bob", to: "group", says: "`gate 14` has the only quiet corner, by the way." },
  { after: 30, by: "ana", reads: "group" },
  { after: 0, by: "ana", reads: "bob" },
  { after: 0, by: "ana", reads: "eve" },
  { after: 0, by: "eve", reads: "ana" },
  { after: 0, by: "bob", reads: "ana" },
  { after: day - 300, by: "eve", to: "group", says: "Bien arrivée. La chambre a vue sur le Tage." },
  { after: 2, by: "bob", to: "group", says: "Lucky. Mine has a view of a very honest air conditioner." },
  { after: 14, by: "eve", to: "ana", says: "Le document est dans le coffre. À demain !" },
]

/** Minutes from the first deed to the last. */
export const scriptMinutes = script.reduce((sum, { after }) => sum + after, 0)
