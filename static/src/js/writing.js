// Changing the text of a field as if it had been typed: the browser's own undo takes it back, drafts hear of it.
export function replace(field, start, end, text, select = [text.length, text.length]) {
  field.focus()
  field.setSelectionRange(start, end)
  const typed = text ? document.execCommand("insertText", false, text) : document.execCommand("delete")
  if (!typed) {
    field.setRangeText(text, start, end, "end")
    field.dispatchEvent(new Event("input", { bubbles: true }))
  }
  field.setSelectionRange(start + select[0], start + select[1])
}

// Text on lines of its own, wherever the caret is.
export function insertBlock(field, text) {
  const { value, selectionEnd: at } = field
  const before = at === 0 || value[at - 1] === "\n" ? "" : "\n"
  const after = value[at] === "\n" || at === value.length ? "\n" : "\n\n"
  replace(field, at, at, before + text + after)
}

const COPIED = ["font", "letterSpacing", "lineHeight", "padding", "borderWidth", "boxSizing", "width", "tabSize", "wordBreak"]

// Where a character of a field stands in the window: a copy of the field, with the text up to there, is measured.
export function placeOf(field, at) {
  const copy = document.createElement("div")
  const mark = document.createElement("span")
  const looks = getComputedStyle(field)
  COPIED.forEach((name) => { copy.style[name] = looks[name] })
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", borderStyle: "solid", top: 0, left: 0 })
  copy.textContent = field.value.slice(0, at)
  mark.textContent = "."
  copy.append(mark)
  document.body.append(copy)
  const box = field.getBoundingClientRect()
  const place = { left: box.left + mark.offsetLeft, top: box.top + mark.offsetTop - field.scrollTop, height: mark.offsetHeight }
  copy.remove()
  return place
}

export const toast = (text, tone) => document.dispatchEvent(new CustomEvent("toast", { detail: { text, tone } }))
