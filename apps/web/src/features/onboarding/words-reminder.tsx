import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { showWords, unseenWords } from "../../state/words.ts"
import { Icon } from "../../ui/icons.tsx"

/** Stays in the list as long as the words are on no paper. */
export function WordsReminder(): JSX.Element | null {
  if (unseenWords.value === undefined) return null
  return (
    <button type="button" class="reminder" name="words" onClick={() => showWords()}>
      <Icon name="quill" size={24} />
      <span>
        {text("words.reminder")}
        <small>{text("words.reminder.help")}</small>
      </span>
      <Icon name="next" size={16} />
    </button>
  )
}
