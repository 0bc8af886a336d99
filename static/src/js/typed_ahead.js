import { isComposing } from "./composing.js"

// What is typed while a menu is on its way is meant for its field: it is held until `release`: the text, and whether Enter ended
// it. Escape means that the menu is not wanted any more.
export function typedAhead() {
  const held = { text: "", entered: false, escaped: false }
  const hold = (event) => {
    const isText = event.key.length === 1
    if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey || !(isText || ["Enter", "Escape", "Backspace"].includes(event.key))) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (event.key === "Escape") held.release((held.escaped = true))
    else if (event.key === "Enter") held.entered = true
    else if (!held.entered) held.text = isText ? held.text + event.key : held.text.slice(0, -1)
  }
  document.addEventListener("keydown", hold, true)
  held.release = () => document.removeEventListener("keydown", hold, true)
  return held
}
