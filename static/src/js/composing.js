// While an input method composes (Chinese, Japanese …), Enter chooses a candidate: it must never submit or trigger.
// Chrome and Firefox say isComposing; Safari ends the composition before the keydown and only says keyCode 229.
export const isComposing = (event) => event.isComposing || event.keyCode === 229

const NOT_TEXT = ["checkbox", "radio", "button", "submit", "range", "color", "file"].map((type) => `[type=${type}]`)
const ASLEEP = "[data-dormant]" // waits in a cell of a table: shortcuts hold, the first key that is none wakes it
const TEXT = `input:not(${NOT_TEXT}, ${ASLEEP}), textarea, select, [contenteditable]:not([contenteditable=false])`

export const isTyping = (event) => event.target instanceof Element && event.target.closest(TEXT) !== null

let composing = false

document.addEventListener("compositionstart", () => { composing = true }, true)
document.addEventListener("compositionend", (event) => {
  composing = false
  // Listeners that slept through the composition hear of its text once, as one input.
  setTimeout(() => event.target.dispatchEvent(new Event("input", { bubbles: true })))
}, true)
// Unfinished text is nobody's business: neither a search nor a draft wants "zhifu" on its way to 支付.
for (const name of ["input", "keyup"]) {
  document.addEventListener(name, (event) => { if (event.isComposing) event.stopPropagation() }, true)
}
document.addEventListener("keydown", (event) => {
  if (!isComposing(event)) return
  event.stopPropagation()
  if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault()
}, true)
document.addEventListener("submit", (event) => {
  if (!composing) return
  event.preventDefault()
  event.stopImmediatePropagation()
}, true)
document.addEventListener("htmx:confirm", (event) => {
  if (composing) event.preventDefault()
})
