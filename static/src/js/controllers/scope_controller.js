import { Controller } from "@hotwired/stimulus"
import { draggable, nameTag } from "../dragging.js"
import { renew, save } from "../moving.js"

// Two lists, what is in a version and what waits. A row goes from one to the other by dragging, by its button or by the
// keyboard (see scope_keys); chosen rows go along. A move shows at once and goes back when it is refused. In manual order a
// row lands where it is dropped, elsewhere on top.
export default class extends Controller {
  static targets = ["list", "count", "batch"]
  static values = { url: String, manual: Boolean, enabled: Boolean, offline: String, failed: String }

  connect() {
    if (!this.enabledValue) return
    this.stop = draggable(this.element, { item: ".scope-row", ghost: this.ghost, lift: this.lift, over: this.over, drop: this.drop, cancel: this.cancel })
    this.reflect()
  }

  disconnect() { this.stop?.() }

  // The row and those that are chosen with it, and where all of them are.
  taken(row) {
    const list = row.parentElement
    const rows = this.isChosen(row) ? this.chosen(list) : [row]
    return { row, list, rows, places: rows.map((one) => one.nextElementSibling) }
  }

  isChosen(row) { return row.querySelector(".scope-check")?.checked }
  chosen(list) { return [...list.querySelectorAll(":scope > .scope-row")].filter((row) => this.isChosen(row)) }
  rowsOf(list, but = []) { return [...list.querySelectorAll(":scope > .scope-row")].filter((row) => !but.includes(row)) }
  ordered(list) { return this.manualValue && list.dataset.side === "in" }

  ghost = (row) => nameTag(row.querySelector(".scope-title").textContent)

  lift = (row) => {
    this.origin = this.taken(row)
    this.origin.rows.forEach((one) => { one.dataset.lifted = "" })
  }

  over = (row, x, y, under) => {
    const list = under?.closest("[data-scope-target=list]")
    if (!list || !this.element.contains(list)) return
    const below = this.ordered(list) && this.rowsOf(list, this.origin.rows).find((other) => { const box = other.getBoundingClientRect(); return y < box.top + box.height / 2 })
    this.put(list, this.ordered(list) ? below : undefined)
  }

  drop = () => this.settle(this.origin)
  cancel = () => this.revert(this.origin)

  // In manual order before `below` (without it at the end), else on top; back in their own list they stand as they stood.
  put(list, below) {
    const { origin } = this
    if (list === origin.list && !(this.ordered(list) && origin.rows.length === 1)) return this.replace(origin)
    const place = this.ordered(list) ? below ?? list.querySelector(":scope > :not(.scope-row)") : this.rowsOf(list, origin.rows)[0] ?? list.firstElementChild
    if (origin.rows.at(-1).nextElementSibling === place && origin.row.parentElement === list) return
    origin.rows.forEach((row) => list.insertBefore(row, place))
  }

  replace({ list, rows, places }) {
    for (let at = rows.length - 1; at >= 0; at -= 1) list.insertBefore(rows[at], places[at]?.parentElement === list ? places[at] : list.querySelector(":scope > :not(.scope-row)"))
  }

  settled(origin) { origin.rows.forEach((row) => { delete row.dataset.lifted; delete row.dataset.carried }) }

  revert(origin) {
    this.settled(origin)
    this.replace(origin)
  }

  async settle(origin) {
    const { row, list, rows } = origin
    const to = row.parentElement
    this.settled(origin)
    if (to === list && row.nextElementSibling === origin.places[0]) return
    const moved = to === list ? 0 : rows.length
    this.recount(list, to, moved)
    const answer = await save(this.urlValue, () => [["to", to.dataset.side], ...rows.map((one) => ["key", one.dataset.key]), ...this.neighbour(rows, to)], { offline: this.offlineValue, failed: this.failedValue })
    if (answer.ok) {
      rows.forEach((one) => renew(one, answer.body, `#${one.id}`))
      this.reflect()
      return window.htmx.trigger(document.body, "scope:moved")
    }
    this.recount(to, list, moved)
    this.replace(origin)
    if ([404, 409, 422].includes(answer.status)) window.htmx.trigger(document.body, "requirements:changed")
  }

  neighbour(rows, list) {
    if (!this.ordered(list) || rows.length > 1) return []
    const [next, previous] = [rows[0].nextElementSibling, rows[0].previousElementSibling]
    if (next?.matches(".scope-row")) return [["before", next.dataset.key]]
    return previous ? [["after", previous.dataset.key]] : []
  }

  recount(from, to, number) {
    for (const [list, change] of [[from, -number], [to, number]]) {
      const count = this.countTargets[this.listTargets.indexOf(list)]
      count.dataset.count = Number(count.dataset.count) + change
      count.textContent = Number(count.dataset.count).toLocaleString(document.documentElement.lang)
    }
  }

  // The buttons do what their forms would do without a script.
  send(event) { this.go(event, event.currentTarget.closest(".scope-row")) }
  sendChosen(event) { this.go(event, this.chosen(this.listTargets[this.batchTargets.indexOf(event.currentTarget)])[0]) }

  go(event, row) {
    event.preventDefault()
    if (!row) return
    const next = row.nextElementSibling?.matches(".scope-row") ? row.nextElementSibling : row.previousElementSibling
    this.origin = this.taken(row)
    this.put(this.other(row.parentElement))
    this.settle(this.origin)
    next?.focus()
  }

  other(list) { return this.listTargets.find((one) => one !== list) }

  choose(event) {
    const list = event.target.closest("[data-scope-target=list]")
    const boxes = [...list.querySelectorAll(".scope-check")]
    const [from, to] = [boxes.indexOf(this.last), boxes.indexOf(event.target)]
    if (event.shiftKey && from >= 0) boxes.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((box) => { box.checked = event.target.checked })
    this.last = event.target
    this.reflect()
  }

  reflect() { this.batchTargets.forEach((button, at) => { button.disabled = !this.chosen(this.listTargets[at]).length }) }
  listTargetConnected() { if (this.enabledValue) this.reflect() }
}
