import { Controller } from "@hotwired/stimulus"
import { isComposing, isTyping } from "../composing.js"

// A treegrid: arrows walk, open and close; what a row holds is fetched when it is opened. See tree_moves for what moves.
export default class extends Controller {
  static targets = ["row"]
  static values = { here: String }

  connect() {
    this.element.addEventListener("keydown", this.key)
    this.element.addEventListener("focusin", this.stand)
    document.addEventListener("htmx:configRequest", this.remember)
    if (!this.element.querySelector("tr[tabindex='0']") && this.hasRowTarget) this.rowTarget.tabIndex = 0
  }

  disconnect() {
    this.element.removeEventListener("keydown", this.key)
    this.element.removeEventListener("focusin", this.stand)
    document.removeEventListener("htmx:configRequest", this.remember)
  }

  // A list that is fetched anew stays as open as it is.
  remember = ({ detail }) => {
    if (detail.elt.id !== "list") return
    detail.parameters.open = this.rowTargets.filter((row) => row.ariaExpanded === "true").map((row) => row.dataset.number).join(",")
  }

  depth(row) { return Number(row.ariaLevel) }

  // The rows below one, those of its whole branch.
  branch(row) {
    const rows = []
    for (let next = row.nextElementSibling; next && this.depth(next) > this.depth(row); next = next.nextElementSibling) rows.push(next)
    return rows
  }

  near(row, step, depth) {
    let other = row[step]
    while (other && this.depth(other) > depth) other = other[step]
    return other?.dataset.key && this.depth(other) === depth ? other : null
  }

  parentOf(row) { return this.near(row, "previousElementSibling", this.depth(row) - 1) }

  key = (event) => {
    const row = event.target.closest("tr[data-key]")
    const act = this.walks[event.key]
    if (!row || !act || isComposing(event) || isTyping(event) || event.altKey || event.ctrlKey || event.metaKey || event.target.closest("dialog")) return
    event.preventDefault()
    act(row)
  }

  walks = {
    ArrowDown: (row) => this.focus(this.rowTargets[this.rowTargets.indexOf(row) + 1]),
    ArrowUp: (row) => this.focus(this.rowTargets[this.rowTargets.indexOf(row) - 1]),
    Home: () => this.focus(this.rowTargets[0]),
    End: () => this.focus(this.rowTargets.at(-1)),
    ArrowRight: (row) => (row.ariaExpanded === "true" ? this.focus(this.branch(row)[0]) : this.open(row)),
    ArrowLeft: (row) => (row.ariaExpanded === "true" ? this.close(row) : this.focus(this.parentOf(row))),
  }

  focus(row) {
    if (!row) return
    row.focus({ preventScroll: true })
    row.scrollIntoView({ block: "nearest" })
  }

  // One row is in the way of Tab, and the menu of that row.
  stand = ({ target }) => {
    const row = target.closest("tr[data-key]")
    if (!row) return
    for (const other of this.rowTargets) {
      other.tabIndex = other === row ? 0 : -1
      other.querySelector("[aria-haspopup]")?.setAttribute("tabindex", other.tabIndex)
    }
  }

  turn(event) {
    const row = event.target.closest("tr")
    if (row.ariaExpanded === "true") this.close(row)
    else this.open(row)
  }

  open(row) {
    if (row.ariaExpanded !== "false") return
    row.ariaExpanded = "true"
    const url = `${this.hereValue}&under=${row.dataset.number}`
    window.htmx.ajax("GET", url, { source: row, target: row, swap: "afterend" }).catch(() => { row.ariaExpanded = "false" })
  }

  close(row) {
    if (this.branch(row).includes(document.activeElement?.closest("tr"))) this.focus(row)
    this.branch(row).forEach((below) => below.remove())
    row.ariaExpanded = "false"
  }
}
