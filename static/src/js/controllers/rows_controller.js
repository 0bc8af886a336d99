import { Controller } from "@hotwired/stimulus"
import { isComposing, isTyping } from "../composing.js"

// J / K and arrows through the rows of a list, with Shift choosing them on the way, Enter opens, Space peeks, X chooses. Rows are the "row" targets; the row's first link
// is what Enter follows and [data-peek] what Space clicks.
export default class extends Controller {
  static targets = ["row"]

  connect() { document.addEventListener("keydown", this.key) }
  disconnect() { document.removeEventListener("keydown", this.key) }

  key = (event) => {
    if (event.defaultPrevented || isComposing(event) || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return
    if (document.body.dataset.hotkeyEnabledValue === "false" || document.querySelector("dialog[open], .menu:popover-open")) return
    const within = this.current !== undefined
    const action = { j: 1, J: 1, ArrowDown: 1, k: -1, K: -1, ArrowUp: -1 }[event.key]
    if (action && event.shiftKey && within) this.extend(action, event)
    else if (action && (within || event.key.length === 1)) this.go(action, event)
    else if (within && event.key === "x") this.click(event, "input[type=checkbox]")
    else if (within && event.key === " ") this.click(event, "[data-peek]")
    else if (within && event.key === "Enter" && event.target === this.current) this.click(event, "a[href]")
  }

  go(step, event) {
    event.preventDefault()
    const rows = this.rowTargets
    const at = rows.indexOf(this.current)
    const row = rows[Math.max(0, Math.min(rows.length - 1, at + step))]
    if (!row) return
    const place = this.cellIn(row)
    place.tabIndex = -1
    place.focus({ preventScroll: true })
    row.scrollIntoView({ block: "nearest" })
    this.dispatch("moved", { target: row })
  }

  // Going back over what is chosen gives it up.
  extend(step, event) {
    const box = this.box
    this.go(step, event)
    const next = this.box
    if (next === box || next?.checked) return next !== box && box.checked && box.click()
    if (box && !box.checked) box.click()
    next?.click()
  }

  // In a grid the column stays; the first is the one that names the row.
  cellIn(row) {
    if (!row.closest("[role=grid]")) return row
    const cell = document.activeElement.closest("[role=gridcell]")
    return (cell && row.cells[cell.cellIndex]) ?? row.querySelector("[data-field=key]")
  }

  click(event, selector) {
    if (event.target.matches("a, button, input:not([data-dormant])") && event.key !== "x") return
    const found = this.current.querySelector(selector)
    if (!found) return
    event.preventDefault()
    found.click()
  }

  get box() { return this.current.querySelector("input[type=checkbox]") }

  get current() {
    const row = document.activeElement?.closest("[data-rows-target~=row]")
    return row && this.element.contains(row) ? row : undefined
  }
}
