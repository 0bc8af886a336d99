import { Controller } from "@hotwired/stimulus"
import { draggable } from "../dragging.js"
import { renew, save, tell } from "../moving.js"

// A board of cards in cells (data-column, data-lane). A drop shows at once, is saved as one change and goes back when refused.
// Ordered by rank a card lands where it is dropped, else where its data-order belongs. See board_keys for the keyboard.
export default class extends Controller {
  static targets = ["card", "cell", "count", "reason"]
  static values = { url: String, by: String, lanes: String, sort: String, manualUrl: String, enabled: Boolean, ordered: String, offline: String, failed: String }

  connect() {
    if (this.enabledValue) this.stop = draggable(this.element, { item: ".card", lift: this.lift, over: this.over, drop: this.drop, cancel: this.cancel })
  }

  disconnect() { this.stop?.() }

  get isManual() { return this.sortValue === "rank" }

  placeOf(card) { return { card, cell: card.parentElement, next: card.nextElementSibling } }

  lift = (card) => {
    this.origin = this.placeOf(card)
    card.dataset.lifted = ""
  }

  over = (card, x, y, under) => {
    const cell = under?.closest("[data-board-target=cell]")
    if (cell && this.element.contains(cell)) this.put(card, cell, y)
  }

  drop = (card) => {
    delete card.dataset.lifted
    if (!this.isManual && card.parentElement === this.origin.cell) tell({ text: this.orderedValue, href: this.manualUrlValue })
    this.settle(this.origin)
  }

  cancel = (card) => {
    delete card.dataset.lifted
    this.revert(this.origin)
  }

  cardsOf(cell, but) { return [...cell.querySelectorAll(":scope > .card")].filter((card) => card !== but) }

  // Where people point in manual order, else where the card's own value belongs.
  put(card, cell, y) {
    const below = this.isManual
      ? this.cardsOf(cell, card).find((other) => { const box = other.getBoundingClientRect(); return y < box.top + box.height / 2 })
      : this.cardsOf(cell, card).find((other) => this.comesBefore(card, other))
    this.insert(card, cell, below)
  }

  insert(card, cell, below) {
    const next = below ?? cell.querySelector(":scope > .board-more, :scope > .board-none")
    if (card.nextElementSibling !== next || card.parentElement !== cell) cell.insertBefore(card, next)
  }

  comesBefore(card, other) {
    const [mine, theirs] = [card.dataset.order, other.dataset.order]
    if (!mine || !theirs) return Boolean(mine)
    const [a, b] = [Number(mine), Number(theirs)]
    const less = Number.isNaN(a) || Number.isNaN(b) ? mine < theirs : a < b
    return this.sortValue.startsWith("-") ? !less && mine !== theirs : less
  }

  revert({ card, cell, next }) {
    cell.insertBefore(card, next?.parentElement === cell ? next : cell.querySelector(":scope > .board-more, :scope > .board-none"))
  }

  // What was moved in the document is saved; false when it is where it was.
  async settle(origin) {
    const { card } = origin
    const cell = card.parentElement
    const columns = cell.dataset.column !== origin.cell.dataset.column
    const lanes = cell.dataset.lane !== origin.cell.dataset.lane
    if (!columns && !lanes && (!this.isManual || card.nextElementSibling === origin.next)) return this.revert(origin)
    const reason = columns && cell.dataset.category === "declined" ? await this.askReason() : ""
    if (reason === null) return this.revert(origin)
    this.recount(origin.cell, cell)
    card.dataset.saving = ""
    const answer = await save(`${this.urlValue}${card.dataset.number}/move/`, () => ({
      card: this.sortValue,
      lock_version: card.dataset.lockVersion,
      decline_reason: reason,
      ...(columns && { [`set.${this.byValue}`]: cell.dataset.column }),
      ...(lanes && { [`set.${this.lanesValue}`]: cell.dataset.lane }),
      ...this.neighbour(card),
    }), { offline: this.offlineValue, failed: this.failedValue })
    delete card.dataset.saving
    if (answer.ok) return renew(card, answer.body, ".card")
    this.revert(origin)
    this.recount(cell, origin.cell)
    if ([404, 409].includes(answer.status)) window.htmx.trigger(document.body, "requirements:changed")
  }

  neighbour(card) {
    if (!this.isManual) return {}
    const [next, previous] = [card.nextElementSibling, card.previousElementSibling]
    if (next?.matches(".card")) return { before: next.dataset.key }
    return previous ? { after: previous.dataset.key } : {}
  }

  recount(from, to) {
    for (const [cell, change] of [[from, -1], [to, 1]]) {
      for (const count of this.countTargets) {
        const own = count.dataset.column === undefined ? count.dataset.lane === cell.dataset.lane : count.dataset.column === cell.dataset.column
        if (own) this.count(count, change)
      }
    }
  }

  count(element, change) {
    const number = Number(element.dataset.count) + change
    const { limit } = element.dataset
    element.dataset.count = number
    element.querySelector("[data-figure]").textContent = number.toLocaleString(document.documentElement.lang) + (limit ? ` / ${limit}` : "")
    if (!limit) return
    element.classList.toggle("warning", number > Number(limit))
    element.querySelector("[data-over]").hidden = number <= Number(limit)
  }

  // The reason people are told when something is declined; null when the writer thought better of it.
  askReason() {
    const dialog = this.reasonTarget
    const text = dialog.querySelector("textarea")
    text.value = ""
    dialog.returnValue = ""
    dialog.showModal()
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes" ? text.value : null), { once: true })
    })
  }
}
