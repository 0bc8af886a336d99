// The item beside the list stands in the address: ?peek=KEY, one step in the history however many are looked at.
const PEEK = "peek"

export const keyInAddress = () => new URLSearchParams(location.search).get(PEEK)

export function addressWith(key) {
  const params = new URLSearchParams(location.search)
  params.delete(PEEK)
  if (key) params.set(PEEK, key)
  return location.pathname + (params.size ? `?${params}` : "")
}

export function replaceKey(key) {
  history.replaceState(history.state, "", addressWith(key))
}

export function enterKey(key) {
  history.pushState({ peek: true }, "", addressWith(key))
}

// Where opening made a step in the history, closing takes it back.
export function leaveKey() {
  if (history.state?.peek) history.back()
  else replaceKey("")
}
