import { Controller } from "@hotwired/stimulus"
import { isComposing } from "../composing.js"
import { draggable, nameTag } from "../dragging.js"
import { save } from "../moving.js"

// Rows in manual order are dragged to another place; Alt with an arrow up or down does the same. It shows at once and goes back
// when it is refused. <table data-controller="ranking" data-ranking-url-value="/p/SHOP/requirements/"> … <tr data-key data-number>
// Other lists name their items: <div data-controller="ranking" data-ranking-item-value=".check-row"> … <li data-key data-url>
export default class extends Controller {
  static values = {
    url: String, offline: String, failed: String,
    item: { type: String, default: "tr[data-key]" }, name: { type: String, default: ".cell-title" },
  }

  connect() {
    this.element.addEventListener("keydown", this.key)
    this.stop = draggable(this.element, { item: this.itemValue, ghost: this.ghost, lift: this.lift, over: this.over, drop: this.drop, cancel: this.cancel })
  }

  disconnect() {
    this.element.removeEventListener("keydown", this.key)
    this.stop()
  }

  get rows() { return [...this.element.querySelectorAll(this.itemValue)] }

  placeOf(row) { return { row, body: row.parentElement, next: row.nextElementSibling } }

  ghost = (row) => nameTag(row.querySelector(this.nameValue).textContent)

  lift = (row) => {
    this.origin = this.placeOf(row)
    row.dataset.lifted = ""
  }

  over = (row, x, y, under) => {
    const target = under?.closest(this.itemValue)
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
    const row = event.target.closest(this.itemValue)
    if (!step || !row || !event.altKey || event.ctrlKey || event.metaKey || isComposing(event)) return
    event.preventDefault()
    event.stopPropagation()
    const focused = document.activeElement
    const other = this.rows[this.rows.indexOf(row) + step]
    if (!other) return
    const place = this.placeOf(row)
    const passes = (other.parentElement === row.parentElement) === step > 0 // into the next list it comes at its near end
    other.parentElement.insertBefore(row, passes ? other.nextElementSibling : other)
    focused.focus()
    this.settle(place)
  }

  revert({ row, body, next }) { body.insertBefore(row, next?.parentElement === body ? next : null) }

  async settle(place) {
    const { row, body, next } = place
    if (row.parentElement === body && row.nextElementSibling === next) return
    const beside = () => {
      const rows = this.rows.filter((one) => one.parentElement === row.parentElement)
      const at = rows.indexOf(row)
      if (rows.length === 1) return {}
      return rows[at + 1] ? { before: rows[at + 1].dataset.key } : { after: rows[at - 1].dataset.key }
    }
    const texts = { offline: this.offlineValue, failed: this.failedValue }
    const url = row.dataset.url ?? `${this.urlValue}${row.dataset.key.split("-").at(-1)}/`
    const answer = await save(`${url}move/`, beside, texts)
    if (answer.ok) row.dataset.lockVersion = answer.version
    else this.revert(place)
  }
}
