import type { JSX } from "preact"
import { useEffect, useMemo, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { wordsKept } from "../../state/words.ts"
import { Field } from "../../ui/field.tsx"
import { focusFirst } from "../../ui/focus.ts"

/** So many words are asked for: enough to tell a paper from a glance. */
const asked = 3

/** Asks for a few of the words, by their places; then they are erased here. */
export function WordsCheck(props: {
  readonly words: readonly string[]
  readonly onBack: () => void
}): JSX.Element {
  const { words, onBack } = props
  const places = useMemo(() => somePlaces(words.length), [words])
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({})
  const [isTried, setIsTried] = useState(false)
  const isRight = (place: number) => typed[place]?.trim().toLowerCase() === words[place]
  const check = (event: Event) => {
    event.preventDefault()
    setIsTried(true)
    if (places.every(isRight)) void wordsKept()
  }
  useEffect(() => focusFirst(document), [])
  return (
    <>
      <h1>{text("words.check.title")}</h1>
      <p class="lead">{text("words.check.lead")}</p>
      <form class="stack" onSubmit={check}>
        {places.map((place, order) => (
          <Field
            key={place}
            name={`word-${place + 1}`}
            label={text("words.check.word", { place: place + 1 })}
            value={typed[place] ?? ""}
            onValue={value => {
              setIsTried(false)
              setTyped({ ...typed, [place]: value })
            }}
            problem={isTried && !isRight(place) ? text("words.check.wrong", { place: place + 1 }) : undefined}
            autoFocus={order === 0}
            verbatim
          />
        ))}
        <div class="row">
          <button type="button" name="again" onClick={onBack}>
            {text("words.check.again")}
          </button>
          <button type="submit" class="primary">
            {text("words.check.done")}
          </button>
        </div>
      </form>
    </>
  )
}

/** Different ones, in their order. */
function somePlaces(count: number): readonly number[] {
  const left = Array.from({ length: count }, (_, place) => place)
  const chosen: number[] = []
  while (chosen.length < asked) {
    const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1))
    chosen.push(...left.splice(drawn % left.length, 1))
  }
  return chosen.toSorted((one, other) => one - other)
}
