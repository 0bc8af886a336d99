import { Controller } from "@hotwired/stimulus"
import { isComposing } from "../composing.js"
import { parsed, patch, place } from "../grid/cells.js"
import { Picker } from "../grid/picker.js"
import { asked, save, saved } from "../grid/saving.js"

const LATER = [1500, 4000] // when a score that a worker computes may be there
const SCORING = /^(drivers|custom)\.|^(estimate|priority)$/

// Cells edited in place. One input stands unseen in the cell that has the focus, so that the first key, or the first sign of
// a composition, is not lost. Enter saves and goes down, Tab saves and goes sideways, Escape gives up. What the server or
// the network refuses stays in its cell. The columns' headers say how: data-editor="text|choice|open-choice|choices|…".
export default class extends Controller {
  static targets = ["input", "panel", "reason", "offline", "live"]
  static values = { base: String, query: String, create: String, refused: String }

  connect() {
    this.input = this.inputTarget.content.firstElementChild.cloneNode()
    this.lists = new Map()
    this.failed = new Map()
    const on = { "grid:entered": this.enter, keydown: this.key, focusout: this.left, click: this.pointed, paste: this.pasted }
    this.listeners = Object.entries(on)
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

  columnOf(cell) { return this.element.querySelector(`thead th[data-field="${CSS.escape(cell.dataset.field ?? "")}"]`) }
  url(row) { return row.dataset.url ?? `${this.baseValue}${row.id.slice(4)}/` }
  cellUrl(cell) { return `${this.url(cell.parentElement)}cells/${encodeURIComponent(cell.dataset.field)}/${this.queryValue}` }

  enter = ({ target: cell }) => {
    const head = this.columnOf(cell)
    if (this.cell) return
    if (!head?.dataset.editor || innerWidth < 768) return this.input.remove()
    this.stand(cell, head)
  }

  stand(cell, head) {
    cell.dataset.editable = "true"
    if (this.input.parentElement !== cell) cell.append(this.input)
    this.input.setAttribute("aria-label", `${head.textContent.trim()}, ${cell.parentElement.dataset.key}: ${cell.innerText.trim()}`)
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
    } else if (event.key === "Delete" || event.key === "Backspace") this.begin(cell, "")
    else if (typing && !shortcut) this.begin(cell, "")
    else if (event.key === "Escape" && this.failed.has(cell)) this.giveUp()
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
    if (event.target === this.input && !this.cell) this.begin(this.input.parentElement)
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
    const editor = this.columnOf(cell).dataset.editor
    this.input.removeAttribute("data-dormant")
    const present = editor === "text" ? kept?.values[0] ?? this.was : ""
    if (text !== "" || this.input.value) this.input.value = text ?? present
    if (editor !== "text") this.choose(cell, editor, kept)
    if (kept) this.show(kept.message)
  }

  async choose(cell, editor, kept) {
    const field = cell.dataset.field
    this.input.placeholder = cell.innerText.trim()
    const list = this.lists.get(field) ?? (await this.fetched(cell))
    if (this.cell !== cell || !list) return
    this.picker = new Picker(this.input, list, {
      several: editor.endsWith("choices"), open: editor.startsWith("open"), create: this.createValue,
      values: kept?.values ?? this.was.split("\n").filter(Boolean),
    })
    this.show(list)
    if (this.input.value && list.dataset.searches !== undefined) this.search()
  }

  async fetched(cell, typed = "") {
    const response = await asked(`${this.url(cell.parentElement)}cells/${cell.dataset.field}/?typed=${encodeURIComponent(typed)}`).catch(() => null)
    if (!response?.ok) return null
    const list = parsed(await response.text()).querySelector("ul")
    if (list.dataset.searches === undefined) this.lists.set(cell.dataset.field, list)
    return list
  }

  search() {
    if (this.picker.list.dataset.searches === undefined) return this.picker.filter()
    clearTimeout(this.searching)
    this.searching = setTimeout(async () => {
      const list = await this.fetched(this.cell, this.input.value)
      if (!list || !this.picker) return
      this.picker.list.replaceChildren(...list.children)
      this.picker.filter()
    }, 150)
  }

  commit(by, taken) {
    const { cell, picker } = this
    const typed = this.input.value
    if (picker && !taken && (picker.moved || (!picker.several && typed))) picker.take()
    if (picker?.several && picker.input.value.trim() && picker.moved) picker.take()
    const values = picker ? [...picker.values] : [typed]
    const changed = picker ? values.join("\n") !== this.was : typed !== this.was
    const waits = !picker && this.columnOf(cell).dataset.editor !== "text" // its choices have not come
    const change = { values, was: this.was.split("\n").filter(Boolean), version: this.version, text: picker ? picker.labels() : typed }
    this.close(cell)
    if (!waits && (changed || this.failed.has(cell))) this.send(cell, changed || this.failed.get(cell)?.message ? change : null)
    if (by) this.dispatch("leave", { target: cell, detail: { by } })
  }

  close(cell) {
    this.picker?.close()
    this.cell = this.picker = null
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

  forget(cell) {
    this.failed.delete(cell)
    cell.querySelector(".cell-pending")?.remove()
    this.input.removeAttribute("aria-invalid")
    this.input.removeAttribute("aria-describedby")
  }

  left = (event) => {
    if (!this.cell || event.target !== this.input || !document.hasFocus() || this.panelTarget.contains(event.relatedTarget)) return
    if (!this.cell.contains(event.relatedTarget)) this.commit()
  }

  async send(cell, change) {
    change ??= this.failed.get(cell)
    const row = cell.parentElement
    this.pend(cell, change.text)
    const answer = await save(row, this.cellUrl(cell), change)
    if (answer.status === 200) return this.done(cell, row, answer.text)
    this.keep(cell, change, answer)
  }

  pend(cell, text) {
    cell.querySelector(".cell-pending")?.remove()
    const shown = document.createElement("span")
    shown.className = "cell-pending"
    shown.textContent = text
    cell.append(shown)
  }

  done(cell, row, text) {
    const fresh = parsed(text).querySelector("tr")
    this.forget(cell)
    patch(row, fresh)
    saved(row, fresh.dataset.lockVersion)
    if (this.columnOf(cell)?.dataset.editor.startsWith("open")) this.lists.delete(cell.dataset.field)
    cell.dataset.saved = ""
    setTimeout(() => delete cell.dataset.saved, 900)
    this.dispatch("saved", { target: row })
    if (SCORING.test(cell.dataset.field)) LATER.forEach((pause) => setTimeout(() => this.refresh(row), pause))
  }

  async refresh(row) {
    const response = row.isConnected && (await asked(`${this.url(row)}row/${this.queryValue}`).catch(() => null))
    if (response?.ok) patch(row, parsed(await response.text()).querySelector("tr"))
  }

  // Not saved: the text stays in its cell, with the reason. Whoever is not writing elsewhere is taken back there.
  keep(cell, change, answer) {
    const refusal = answer.status === 422 && parsed(answer.text).firstElementChild
    const message = refusal || this.offlineTarget.content.firstElementChild.cloneNode(true)
    if (answer.status >= 400 && !refusal) message.querySelector("p").textContent = answer.problem ? decodeURIComponent(answer.problem) : this.refusedValue
    this.failed.set(cell, { ...change, message })
    cell.querySelector(".cell-pending")?.setAttribute("data-failed", "")
    if (this.cell) this.liveTarget.textContent = message.querySelector("p").textContent
    else this.begin(cell)
  }

  show(content) {
    this.panelTarget.replaceChildren(content)
    place(this.panelTarget, this.cell)
    if (!content.matches(".cell-refused")) return
    this.input.setAttribute("aria-invalid", "true")
    this.input.setAttribute("aria-describedby", content.id)
    if (this.hasReasonTarget) this.reasonTarget.focus()
  }

  again(change) {
    const cell = this.cell
    const kept = { ...this.failed.get(cell), ...change }
    if (!this.picker && this.columnOf(cell).dataset.editor === "text") kept.values = [kept.text = this.input.value]
    this.close(cell)
    this.send(cell, kept)
    this.input.focus()
  }

  retry() { this.again({}) }
  decline() { this.again({ reason: this.reasonTarget.value.trim() }) }
  keepMine(event) { this.again({ version: Number(event.currentTarget.dataset.lockVersion) }) }

  takeTheirs() {
    const row = this.cell.parentElement
    this.giveUp()
    this.refresh(row)
  }

  retryAll = () => {
    for (const [cell, { message }] of this.failed) if (message.dataset.offline !== undefined && cell !== this.cell) this.send(cell)
  }

  leaving = (event) => { if (this.failed.size || (this.cell && this.input.value && this.input.value !== this.was)) event.preventDefault() }
}
