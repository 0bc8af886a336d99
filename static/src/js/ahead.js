// What people will probably open next is fetched while they still look at its row: one panel, good for a moment and for
// the version that the row shows.
import htmx from "htmx.org"
import { addressOf, shownAs } from "./items.js"

const LIFE = 10_000
let kept = null

const urlOf = (key) => `${addressOf(key)}peek/`
const versionOf = (key) => shownAs(key)[0]?.dataset.lockVersion
const isKept = (key) => kept?.key === key && kept.version === versionOf(key) && performance.now() < kept.until

async function fetched(url) {
  const response = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null)
  return response?.ok && !response.redirected ? response.text() : ""
}

export function fetchAhead(key) {
  if (!isKept(key)) kept = { key, version: versionOf(key), until: performance.now() + LIFE, text: fetched(urlOf(key)) }
}

// The focus stays in a place that is filled anew: on the control that does the same there, or on the place itself.
function keepFocus(place, control) {
  if (!control || control.isConnected) return
  const label = control.getAttribute("aria-label")
  const same = label && place.querySelector(`[aria-label="${CSS.escape(label)}"]`)
  ;(same || place).focus({ preventScroll: true })
}

// Fills `place` with the panel, unless it is not wanted any more when it has come. htmx says what is wrong, if anything is.
export async function fill(place, key, isWanted) {
  fetchAhead(key)
  const { text } = kept
  kept = null
  const panel = await text
  if (!isWanted()) return
  const control = place.contains(document.activeElement) && document.activeElement
  if (panel) htmx.swap(place, panel, { swapStyle: "innerHTML" })
  else await htmx.ajax("GET", urlOf(key), { source: place, target: place, swap: "innerHTML" })
  keepFocus(place, control)
}
