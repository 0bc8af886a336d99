// Sending one cell after the other; those of one row wait for each other.
const waiting = new WeakMap()
const newest = new WeakMap() // the version that our own last save has made of a row

const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]

export const asked = (url) => fetch(url, { headers: { "HX-Request": "true" }, credentials: "same-origin" })

async function send(row, url, { values, was, version, reason }) {
  const body = new FormData()
  values.forEach((value) => body.append("value", value))
  was?.forEach((value) => body.append("was", value))
  if (reason) body.append("decline_reason", reason)
  body.append("lock_version", Math.max(version, newest.get(row) ?? 0))
  const response = await fetch(url, { method: "POST", body, headers: { "HX-Request": "true", "X-CSRFToken": token() } })
  const text = response.redirected ? "" : await response.text()
  tell(response)
  return { status: response.redirected ? 401 : response.status, text, problem: response.headers.get("X-Problem") }
}

// `{status, text}`; status 0 where no server answered.
export function save(row, url, change) {
  const before = waiting.get(row) ?? Promise.resolve()
  const sent = before.then(() => send(row, url, change)).catch(() => ({ status: 0, text: "" }))
  waiting.set(row, sent)
  return sent
}

export const saved = (row, version) => newest.set(row, Number(version))

function tell(response) {
  const trigger = response.headers.get("HX-Trigger")
  if (!trigger?.startsWith("{")) return
  for (const [name, detail] of Object.entries(JSON.parse(trigger))) document.body.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }))
}
