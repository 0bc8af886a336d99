import { Controller } from "@hotwired/stimulus"

const REDRAWN = "requirements:changed"
const keyOf = (box) => box.closest("[data-key]")?.dataset.key

let kept = null // what was chosen in a list that is drawn anew

// Choosing rows: a checkbox per row, Shift for a range, "all" for every row shown, "everything" for all that match. The bar
// shows while something is chosen. A change that is saved gives up what it was sent with; what is chosen meanwhile stays
// chosen, also in rows that come later, when the list is drawn anew. <div data-controller="row-select">
// <input type="checkbox" data-row-select-target="all" data-action="row-select#toggleAll"> …
// <input type="checkbox" data-row-select-target="box" data-action="click->row-select#toggle">
export default class extends Controller {
  static targets = ["box", "all", "everything", "count", "bar"]

  initialize() {
    this.before = kept ?? { keys: new Set(), everything: false }
    kept = null
  }

  connect() {
    document.addEventListener("keydown", this.key)
    this.listeners.forEach(([name, listener]) => this.element.addEventListener(name, listener))
    this.reflect()
  }

  disconnect() {
    document.removeEventListener("keydown", this.key)
    this.listeners.forEach(([name, listener]) => this.element.removeEventListener(name, listener))
  }

  get listeners() { return [["htmx:beforeRequest", this.sent], ["htmx:afterRequest", this.saved], ["htmx:beforeSwap", this.leaving]] }

  boxTargetConnected(box) {
    const key = keyOf(box)
    if (key && key === this.before.last) this.last = box
    if (this.before.keys.delete(key)) this.isChosen = box.checked = true
    this.reflectSoon()
  }

  boxTargetDisconnected() { this.reflectSoon() }
  everythingTargetConnected(box) { box.checked ||= this.before.everything }

  isChange({ target, detail }) { return detail.requestConfig?.verb === "post" && this.barTargets.some((bar) => bar.contains(target)) }

  sent = (event) => { if (this.isChange(event)) this.sending = [...this.boxTargets, ...this.everythingTargets].filter((box) => box.checked) }

  saved = (event) => {
    if (!this.isChange(event) || event.detail.xhr.status !== 204) return
    this.sending?.forEach((box) => { box.checked = false })
    this.reflect()
  }

  leaving = ({ target, detail: { requestConfig, shouldSwap } }) => {
    if (target !== this.element || !shouldSwap || requestConfig?.triggeringEvent?.type !== REDRAWN) return
    const keys = this.boxTargets.filter((box) => box.checked).map(keyOf)
    kept = { keys: new Set([...keys, ...this.before.keys]), everything: this.everythingTargets.some((box) => box.checked), last: this.last && keyOf(this.last) }
  }

  // A page of rows arrives at once: one look at all of them is enough, and none where nothing is chosen.
  reflectSoon() {
    if (this.waiting || !this.isChosen) return
    this.waiting = true
    queueMicrotask(() => { this.waiting = false; this.reflect() })
  }

  toggle(event) {
    const boxes = this.boxTargets
    const at = boxes.indexOf(event.target)
    const from = boxes.indexOf(this.last)
    if (event.shiftKey && from >= 0) {
      const [low, high] = [Math.min(at, from), Math.max(at, from)]
      boxes.slice(low, high + 1).forEach((box) => { box.checked = event.target.checked })
    }
    this.last = event.target
    this.reflect()
  }

  toggleAll(event) {
    this.boxTargets.forEach((box) => { box.checked = event.target.checked })
    this.reflect()
  }

  // what a button of one row is about to do concerns that row alone
  only(event) {
    this.boxTargets.forEach((box) => { box.checked = box.closest("tr").contains(event.target) })
    this.reflect()
  }

  clear() {
    this.before.keys.clear()
    this.boxTargets.forEach((box) => { box.checked = false })
    this.everythingTargets.forEach((box) => { box.checked = false })
    this.reflect()
  }

  key = (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !this.hasBarTarget || this.barTarget.hidden) return
    if (document.querySelector("dialog[open], [popover]:popover-open") || event.target.matches("input:not([type=checkbox]), textarea, select")) return
    this.clear()
  }

  reflect() {
    const boxes = this.boxTargets
    const everything = this.everythingTargets.some((box) => box.checked)
    const chosen = boxes.filter((box) => box.checked).length
    this.isChosen = chosen > 0 || everything
    boxes.forEach((box) => this.select(box.closest("tr, li, [data-key]"), String(everything || box.checked)))
    if (this.hasAllTarget) {
      this.allTarget.checked = chosen > 0 && chosen === boxes.length
      this.allTarget.indeterminate = chosen > 0 && !this.allTarget.checked
    }
    this.countTargets.forEach((count) => { count.textContent = chosen; count.parentElement.hidden = everything })
    this.barTargets.forEach((bar) => { bar.hidden = !this.isChosen; bar.removeAttribute("data-waiting") })
    this.dispatch("changed", { detail: { count: chosen, everything } })
  }

  select(row, value) {
    if (row && row.ariaSelected !== value) row.ariaSelected = value
  }
}
