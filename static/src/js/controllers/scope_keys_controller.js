import { Controller } from "@hotwired/stimulus"
import { isComposing, isTyping } from "../composing.js"

// The lists of scope without dragging: arrows walk over the rows; Enter picks one up (with those chosen), arrows carry it,
// Enter drops, Escape returns it. Whatever happens is said in the "voice" target.
export default class extends Controller {
  static targets = ["voice"]
  static values = { picked: String, at: String, back: String, dropped: String }

  connect() { this.element.addEventListener("keydown", this.key) }
  disconnect() { this.element.removeEventListener("keydown", this.key) }

  get lists() { return this.application.getControllerForElementAndIdentifier(this.element, "scope") }

  key = (event) => {
    if (isComposing(event) || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return
    const row = event.target.closest(".scope-row")
    const arrow = event.key.startsWith("Arrow")
    if (!row || event.target !== row || !(arrow || event.key === "Enter" || (this.carried && ["Escape", "Tab"].includes(event.key)))) return
    if (event.key === "Enter" && !this.lists.enabledValue) return
    if (event.key !== "Tab") event.preventDefault()
    if (event.key === "Escape") event.stopPropagation()
    if (arrow) this.carried ? this.carry(row, event.key) : this.walk(row, event.key)
    else if (this.carried) this.end(event.key === "Enter")
    else this.pick(row)
  }

  pick(row) {
    this.carried = this.lists.origin = this.lists.taken(row)
    this.carried.rows.forEach((one) => { one.dataset.carried = "" })
    this.say(this.pickedValue)
  }

  end(dropped) {
    const { row } = this.carried
    if (dropped) this.lists.settle(this.carried)
    else this.lists.revert(this.carried)
    this.carried = null
    row.focus()
    this.say(dropped ? this.droppedValue : this.backValue)
  }

  carry(row, key) {
    const { lists } = this
    const list = row.parentElement
    const side = { ArrowLeft: "in", ArrowRight: "out" }[key]
    if (side && side !== list.dataset.side) lists.put(lists.other(list), lists.rowsOf(lists.other(list))[0])
    else if (!side && lists.ordered(list)) this.step(row, list, key === "ArrowUp")
    row.focus()
    row.scrollIntoView({ block: "nearest" })
    const place = lists.rowsOf(row.parentElement)
    const name = document.getElementById(row.parentElement.getAttribute("aria-labelledby")).textContent
    this.say(this.atValue.replace("%column%", name).replace("%place%", place.indexOf(row) + 1).replace("%count%", place.length))
  }

  step(row, list, up) {
    const rows = this.lists.rowsOf(list, this.carried.rows.filter((one) => one !== row))
    const at = rows.indexOf(row)
    if (up ? at > 0 : at < rows.length - 1) this.lists.put(list, up ? rows[at - 1] : rows[at + 2])
  }

  walk(row, key) {
    const list = row.parentElement
    const rows = this.lists.rowsOf(list)
    const at = rows.indexOf(row)
    const side = { ArrowLeft: "in", ArrowRight: "out" }[key]
    const there = side && side !== list.dataset.side ? this.lists.rowsOf(this.lists.other(list)) : []
    const to = side ? there[Math.min(at, there.length - 1)] : rows[at + (key === "ArrowDown" ? 1 : -1)]
    to?.focus()
    to?.scrollIntoView({ block: "nearest" })
  }

  say(text) { this.voiceTarget.textContent = text }
}
