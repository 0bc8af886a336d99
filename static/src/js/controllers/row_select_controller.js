import { Controller } from "@hotwired/stimulus"

// Choosing rows: a checkbox per row, Shift for a range, "all" for every row shown. Tells how many are chosen.
// <div data-controller="row-select"><input type="checkbox" data-row-select-target="all" data-action="row-select#toggleAll">
// … <input type="checkbox" data-row-select-target="box" data-action="click->row-select#toggle">
export default class extends Controller {
  static targets = ["box", "all", "count", "bar"]

  connect() { this.reflect() }
  boxTargetConnected() { this.reflect() }
  boxTargetDisconnected() { this.reflect() }

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

  clear() {
    this.boxTargets.forEach((box) => { box.checked = false })
    this.reflect()
  }

  reflect() {
    const chosen = this.boxTargets.filter((box) => box.checked)
    this.boxTargets.forEach((box) => box.closest("tr, li")?.setAttribute("aria-selected", box.checked))
    if (this.hasAllTarget) {
      this.allTarget.checked = chosen.length > 0 && chosen.length === this.boxTargets.length
      this.allTarget.indeterminate = chosen.length > 0 && !this.allTarget.checked
    }
    this.countTargets.forEach((count) => { count.textContent = chosen.length })
    if (this.hasBarTarget) this.barTarget.hidden = chosen.length === 0
    this.dispatch("changed", { detail: { count: chosen.length } })
  }
}
