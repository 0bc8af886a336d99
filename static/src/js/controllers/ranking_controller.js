import { Controller } from "@hotwired/stimulus"
import { isComposing } from "../composing.js"
import { draggable } from "../dragging.js"
import { save } from "../moving.js"

// Rows in manual order are dragged to another place; Alt with an arrow up or down does the same. It shows at once and goes back
// when it is refused. <table data-controller="ranking" data-ranking-url-value="/p/SHOP/requirements/"> … <tr data-key data-number>
export default class extends Controller {
  static values = { url: String, offline: String, failed: String }

  connect() {
    this.element.addEventListener("keydown", this.key)
    this.stop = draggable(this.element, { item: "tr[data-key]", ghost: this.ghost, lift: this.lift, over: this.over, drop: this.drop, cancel: this.cancel })
  }

  disconnect() {
    this.element.removeEventListener("keydown", this.key)
    this.stop()
  }

  get rows() { return [...this.element.querySelectorAll("tr[data-key]")] }

  placeOf(row) { return { row, body: row.parentElement, next: row.nextElementSibling } }

  ghost = (row) => {
    const ghost = document.createElement("div")
    ghost.className = "tree-ghost"
    ghost.textContent = row.querySelector(".cell-title").textContent
    return ghost
  }

  lift = (row) => {
    this.origin = this.placeOf(row)
    row.dataset.lifted = ""
  }

  over = (row, x, y, under) => {
    const target = under?.closest("tr[data-key]")
    if (!target || target === row || !this.element.contains(target)) return
    const box = target.getBoundingClientRect()
    target.parentElement.insertBefore(row, y < box.top + box.height / 2 ? target : target.nextElementSibling)
  }

  drop = (row) => {
    delete row.dataset.lifted
    this.settle(this.origin)
  }

  cancel = (row) => {
    delete row.dataset.lifted
    this.revert(this.origin)
  }

  key = (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    const row = event.target.closest("tr[data-key]")
    if (!step || !row || !event.altKey || event.ctrlKey || event.metaKey || isComposing(event)) return
    event.preventDefault()
    event.stopPropagation()
    const focused = document.activeElement
    const other = this.rows[this.rows.indexOf(row) + step]
    if (!other) return
    const place = this.placeOf(row)
    other.parentElement.insertBefore(row, step < 0 ? other : other.nextElementSibling)
    focused.focus()
    this.settle(place)
  }

  revert({ row, body, next }) { body.insertBefore(row, next?.parentElement === body ? next : null) }

  async settle(place) {
    const { row, body, next } = place
    if (row.parentElement === body && row.nextElementSibling === next) return
    const beside = () => {
      const { rows } = this
      const at = rows.indexOf(row)
      return rows[at + 1] ? { before: rows[at + 1].dataset.key } : { after: rows[at - 1].dataset.key }
    }
    const texts = { offline: this.offlineValue, failed: this.failedValue }
    const answer = await save(`${this.urlValue}${row.dataset.key.split("-").at(-1)}/move/`, beside, texts)
    if (answer.ok) row.dataset.lockVersion = answer.version
    else this.revert(place)
  }
}
