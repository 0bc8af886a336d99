import { Controller } from "@hotwired/stimulus"
import { textOf } from "../grid/cells.js"

const PAGE = 12
const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE }

// A table walked cell by cell: arrows, Home, End, Page Up and Down, with Ctrl to the ends; one cell is in the order of Tab.
// Ctrl+C copies the cell, or the rows that are chosen. The editor inside a cell keeps its own keys.
export default class extends Controller {
  static targets = ["table"]
  static values = { count: { type: Number, default: -1 } }

  connect() {
    this.listeners = Object.entries({ keydown: this.key, focusin: this.entered, click: this.pointed })
    this.listeners.forEach(([name, listener]) => this.element.addEventListener(name, listener))
    document.addEventListener("copy", this.copy)
    this.pages = new MutationObserver(() => this.number())
    this.pages.observe(this.tableTarget, { childList: true })
    this.size = new ResizeObserver(() => this.measure())
    this.size.observe(this.element.parentElement)
    this.number()
  }

  disconnect() {
    this.pages.disconnect()
    this.size.disconnect()
    this.listeners.forEach(([name, listener]) => this.element.removeEventListener(name, listener))
    document.removeEventListener("copy", this.copy)
  }

  // A wide table scrolls below its titles: a cell is seen where it stands beside them.
  measure() {
    this.tableTarget.toggleAttribute("data-wide", this.tableTarget.offsetWidth > this.element.parentElement.clientWidth + 1)
    this.tableTarget.style.setProperty("--stuck", `${this.tableTarget.querySelector(".col-title")?.offsetWidth ?? 0}px`)
  }

  // What stands in cells is reached through them; the first cell is where Tab enters.
  number() {
    let at = 1
    for (const body of this.tableTarget.tBodies) {
      const first = String(at + 1)
      if (body.dataset.first !== first || Number(body.dataset.length) !== body.rows.length) this.numberRows(body, at)
      at += body.rows.length
      body.dataset.first = first
      body.dataset.length = body.rows.length
    }
    this.tableTarget.setAttribute("aria-rowcount", this.countValue < 0 ? -1 : Math.max(this.countValue, at))
    if (!this.tableTarget.contains(this.stop)) this.rove(this.tableTarget.tBodies[0]?.rows[0]?.cells[0])
  }

  numberRows(body, at) {
    for (const row of body.rows) row.setAttribute("aria-rowindex", ++at)
    body.querySelectorAll("a, input, button").forEach((one) => { if (!one.matches("[data-dormant]")) one.tabIndex = -1 })
  }

  rove(cell) {
    if (!cell || cell === this.stop) return
    this.stop?.removeAttribute("tabindex")
    this.stop = cell
    cell.tabIndex = 0
  }

  entered = (event) => {
    const cell = event.target.closest("tbody > tr > *")
    if (!cell) return
    this.rove(cell)
    if (cell.colSpan === 1) this.column = cell.cellIndex
    if (event.target === cell) this.dispatch("entered", { target: cell })
  }

  pointed = (event) => {
    const cell = event.target.closest("tbody > tr > *")
    if (cell && !event.target.closest("a, button, input, label")) this.go(cell)
  }

  key = (event) => {
    const cell = event.target.closest("tbody > tr > *")
    if (!cell || event.defaultPrevented || event.altKey || this.isBusy(event.target)) return
    const to = this.destination(cell, event)
    if (to) {
      event.preventDefault()
      this.go(to)
    } else if (event.key === "Enter" && !cell.dataset.editable) this.follow(cell, event)
  }

  isBusy(target) { return target.matches("input:not([type=checkbox], [data-dormant]), textarea") }

  destination(cell, { key, ctrlKey, metaKey, shiftKey }) {
    const row = cell.parentElement
    const ends = ctrlKey || metaKey
    if (shiftKey) return null
    if (key === "ArrowLeft") return cell.previousElementSibling
    if (key === "ArrowRight") return cell.nextElementSibling
    if (key === "Home") return (ends ? this.step(row, -1e9) : row).cells[0]
    if (key === "End") return (ends ? this.step(row, 1e9) : row).cells[(ends ? this.step(row, 1e9) : row).cells.length - 1]
    if (STEPS[key] === undefined) return null
    return this.inColumn(this.step(row, ends ? STEPS[key] * 1e9 : STEPS[key]))
  }

  inColumn(row) { return row.cells[Math.min(this.column ?? 0, row.cells.length - 1)] }

  // The row so many steps away; groups that are folded away are passed over.
  step(row, by) {
    for (let left = Math.abs(by); left > 0; left--) {
      const next = this.beside(row, by > 0)
      if (!next) break
      row = next
    }
    return row
  }

  beside(row, down) {
    const next = down ? row.nextElementSibling : row.previousElementSibling
    if (next) return next
    let body = row.parentElement
    do body = down ? body.nextElementSibling : body.previousElementSibling
    while (body?.matches("tbody") && (body.hidden || !body.rows.length))
    return body?.matches("tbody") ? body.rows[down ? 0 : body.rows.length - 1] : null
  }

  go(cell) {
    cell.tabIndex = 0
    cell.focus({ preventScroll: true })
    cell.scrollIntoView({ block: "nearest", inline: "nearest" })
  }

  // data-action="cells:leave->grid#leave": the editor has closed, down or sideways goes on from its cell
  leave({ target, detail: { by } }) {
    const row = target.parentElement
    this.column = target.cellIndex
    this.go((by === "down" ? this.inColumn(this.step(row, 1)) : by === "right" ? target.nextElementSibling : by === "left" && target.previousElementSibling) || target)
  }

  follow(cell, event) {
    const found = cell.querySelector("a[href], button, input[type=checkbox]") ?? (cell.dataset.field === "key" && cell.parentElement.querySelector("a[href]"))
    if (!found || event.target === found) return
    event.preventDefault()
    found.click()
  }

  copy = (event) => {
    const cell = document.activeElement?.closest("tbody > tr > *")
    if (!cell || !this.element.contains(cell) || event.defaultPrevented || this.isBusy(document.activeElement)) return
    if (!getSelection().isCollapsed) return
    const rows = [...this.tableTarget.querySelectorAll("tbody > tr:has(> .cell-check :checked)")]
    const lines = rows.length ? rows.map((row) => [...row.cells].slice(1).map(textOf).join("\t")) : [textOf(cell)]
    event.clipboardData.setData("text/plain", lines.join("\n"))
    event.preventDefault()
  }
}
