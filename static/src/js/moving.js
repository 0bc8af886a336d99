// Saving a move, one after the other and after an undo: what is sent is read when its turn comes, so that a thing moved twice
// knows its version.
import { settled, whileHeld } from "./redrawing.js"

let turn = Promise.resolve()

const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]
export const tell = (detail) => document.dispatchEvent(new CustomEvent("toast", { detail }))

// save(url, () => values, { offline, failed }) → { ok, status, version, body }; whatever went wrong has been said by then.
export function save(url, values, texts) {
  turn = whileHeld(() => turn.then(settled).then(() => send(url, values(), texts)))
  return turn
}

async function send(url, values, { offline, failed }) {
  const headers = { "HX-Request": "true", "X-CSRFToken": token() }
  try {
    const response = await fetch(url, { method: "POST", headers, body: new URLSearchParams(values), redirect: "manual" })
    const said = JSON.parse(response.headers.get("HX-Trigger") ?? "{}").toast
    if (said) tell(said)
    else if (!response.ok) tell({ text: failed, tone: "error" })
    const version = response.headers.get("ETag")?.replace(/\D/g, "")
    return { ok: response.ok, status: response.status, version, body: await response.text() }
  } catch {
    tell({ text: offline, tone: "error" })
    return { ok: false, status: 0, body: "" }
  }
}

// The first element of an answer takes the place of one that is shown; that one stays, and with it its focus.
export function renew(element, markup, selector) {
  const fresh = new DOMParser().parseFromString(markup, "text/html").querySelector(selector)
  if (!fresh) return
  for (const { name, value } of fresh.attributes) element.setAttribute(name, value)
  element.replaceChildren(...fresh.childNodes)
  window.htmx.process(element)
}
