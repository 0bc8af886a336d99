import { isComposing } from "../composing.js"
import { textOf } from "../grid/cells.js"
import { Kept } from "../grid/kept.js"

// Cells edited in place. One input stands unseen in the cell that has the focus, so that the first key, or the first sign of
// a composition, is not lost. Enter saves and goes down, Tab saves and goes sideways, Escape gives up. What the server or the
// network refuses stays in its cell. The columns' headers say how: data-editor="text|choice|open-choice|choices|…".
export default class extends Kept {
  static targets = ["input", "panel", "reason", "offline", "live", "hint", "none"]
  static values = { query: String, create: String, refused: String }

  connect() {
    this.input = this.inputTarget.content.firstElementChild.cloneNode()
    ;[this.lists, this.failed] = [new Map(), new Map()]
    this.listeners = Object.entries({ "grid:entered": this.enter, keydown: this.key, focusout: this.left, click: this.pointed, paste: this.pasted })
    this.listeners.forEach(([name, listener]) => this.element.addEventListener(name, listener))
    for (const name of ["input", "compositionstart", "beforeinput"]) this.input.addEventListener(name, this.typed)
    window.addEventListener("online", this.retryAll)
    window.addEventListener("beforeunload", this.leaving)
  }

  disconnect() {
    this.listeners.forEach(([name, listener]) => this.element.removeEventListener(name, listener))
    window.removeEventListener("online", this.retryAll)
    window.removeEventListener("beforeunload", this.leaving)
    this.input.remove()
  }

  enter = ({ target: cell }) => {
    if (this.cell) return
    const head = this.columnOf(cell)
    if (!head?.dataset.editor || innerWidth < 768 || cell.parentElement.dataset.fixed !== undefined) return this.input.remove()
    this.stand(cell, head)
  }

  stand(cell, head) {
    cell.dataset.editable = "true"
    if (this.input.parentElement !== cell) cell.append(this.input)
    this.input.setAttribute("aria-label", `${head.textContent.trim()}, ${cell.parentElement.dataset.key}: ${textOf(cell)}`)
    this.input.focus({ preventScroll: true })
    cell.tabIndex = -1
  }

  // Asleep, the input takes nothing but a composition or a key that is not a shortcut.
  typed = (event) => {
    if (event.type === "compositionstart") return this.cell || this.begin(this.input.parentElement, "")
    if (event.type === "beforeinput") return this.cell || event.isComposing || event.preventDefault()
    if (this.picker) this.search()
  }

  key = (event) => {
    const cell = event.target.closest("td")
    if (isComposing(event) || event.target !== this.input || event.defaultPrevented) return
    if (this.cell) return this.edited(event)
    const typing = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
    const shortcut = /[a-z /?]/.test(event.key) && document.body.dataset.hotkeyEnabledValue !== "false"
    if (["Enter", "F2"].includes(event.key)) {
      event.preventDefault()
      this.begin(cell)
    } else if (["Delete", "Backspace"].includes(event.key) || (typing && !shortcut)) {
      this.isCleared = !typing
      this.begin(cell, "")
    }
    if (event.key === "Escape" && this.failed.has(cell)) this.giveUp()
  }

  edited(event) {
    event.stopPropagation()
    const { key, ctrlKey, metaKey } = event
    const moves = { ArrowDown: 1, ArrowUp: -1 }[key]
    if (this.picker && moves) this.picker.move(moves)
    else if (key === "Escape") this.giveUp()
    else if (key === "Tab") this.commit(event.shiftKey ? "left" : "right")
    else if (key === "Enter" && this.picker?.several && this.picker.moved && !ctrlKey && !metaKey) this.picker.take()
    else if (key === "Enter") this.commit("down")
    else return
    event.preventDefault()
  }

  pointed = (event) => {
    const option = event.target.closest("[role=option]")
    if (option && this.picker) return this.picker.take(option) ? this.commit("down", true) : this.input.focus()
    if (event.target === this.input && !this.cell) this.begin(event.target.parentElement)
  }

  pasted = (event) => {
    const text = event.clipboardData.getData("text/plain").trim()
    if (this.cell || event.target !== this.input || event.defaultPrevented || !text || /[\t\n]/.test(text)) return
    event.preventDefault()
    this.begin(this.input.parentElement, text)
  }

  // `text` is what editing begins with instead of what is there.
  begin(cell, text) {
    const kept = this.failed.get(cell)
    this.stand(cell, this.columnOf(cell))
    this.cell = cell
    this.version = kept?.version ?? Number(cell.parentElement.dataset.lockVersion)
    this.was = cell.dataset.value
    const isChoice = this.isChoice(cell)
    this.input.removeAttribute("data-dormant")
    const present = isChoice ? "" : kept?.values[0] ?? this.was
    if (text !== "" || this.input.value) this.input.value = text ?? present
    if (isChoice) this.choose(cell, kept)
    else if (kept) this.show(kept.message)
  }

  // Ticks on the way are kept as they are; what is typed beside them is one more.
  commit(by, taken) {
    const { cell, picker } = this
    const typed = this.input.value
    if (!taken && this.awaits(typed, by)) return
    const more = picker?.several ? typed.trim() && !picker.values.has(picker.active?.dataset.value) : picker?.moved || typed
    if (picker && !taken && more) picker.take()
    const values = picker ? [...picker.values] : [typed]
    const changed = picker ? values.join("\n") !== this.was : typed !== this.was
    const change = { values, was: this.was.split("\n").filter(Boolean), version: this.version, text: picker ? picker.labels() : typed }
    const isUnread = !picker && this.isChoice(cell) // closed before its choices have come
    this.close(cell)
    if (!isUnread && (changed || this.failed.has(cell))) this.send(cell, changed || this.failed.get(cell)?.message ? change : null)
    if (by) this.dispatch("leave", { target: cell, detail: { by } })
  }

  saveTicks() { this.commit("down", true) }

  close(cell) {
    this.picker?.close()
    this.cell = this.picker = this.later = this.isCleared = null
    this.input.value = this.input.placeholder = ""
    this.input.setAttribute("data-dormant", "")
    if (this.panelTarget.matches(":popover-open")) this.panelTarget.hidePopover()
    if (this.panelTarget.contains(document.activeElement)) cell.focus()
  }

  giveUp() {
    const cell = this.cell ?? this.input.parentElement
    this.forget(cell)
    this.close(cell)
    this.input.focus({ preventScroll: true })
  }

  left = (event) => {
    if (!this.cell || event.target !== this.input || !document.hasFocus() || this.panelTarget.contains(event.relatedTarget)) return
    if (!this.cell.contains(event.relatedTarget)) this.commit()
  }

  leaving = (event) => { if (this.failed.size || (this.cell && this.input.value && this.input.value !== this.was)) event.preventDefault() }
}
