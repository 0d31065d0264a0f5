import { assert } from "@colombe/base"
import {
  type RecordChange,
  recordKeyBytesMax,
  recordValueBytesMax,
  type Searchable,
  type SearchRange,
  searchOrderMax,
  searchWordMax,
} from "./port.ts"

/** What the limits forbid is a bug of the caller. */
export function assertFits(change: RecordChange): void {
  const key = "put" in change ? change.put : change.delete
  assert(key.length > 0 && key.length <= recordKeyBytesMax, "a record's key has a length within its limits")
  if (!("put" in change)) return
  assert(change.value.length <= recordValueBytesMax, "a record's value is within its limit")
  if (change.searchable !== undefined) assertSearchable(change.searchable)
}

function assertSearchable({ order, scope, words }: Searchable): void {
  assert(Number.isSafeInteger(order) && order >= 0 && order < searchOrderMax, "an order is within its limits")
  for (const word of [scope, ...words]) assertWord(word)
}

export function assertSearch({ terms, scope }: SearchRange): void {
  for (const { words } of terms) {
    assert(words.length > 0, "a term has a word")
    for (const word of words) assertWord(word)
  }
  if (scope !== undefined) assertWord(scope)
}

function assertWord(word: string): void {
  assert(word.length <= searchWordMax && wordForm.test(word), "a word has its form")
}

const wordForm = /^[a-z0-9\u0080-\uffff]+$/
