import type { SearchCalls } from "../api/index.ts"
import type { Home } from "../home/home.ts"
import { searchHome } from "../search/search.ts"

export function searchCalls(home: Home): SearchCalls {
  return { search: (typed, options = {}) => searchHome(home, typed, options) }
}
