import { Controller } from "@hotwired/stimulus"
import { isComposing, isTyping } from "../composing.js"
import { draggable } from "../dragging.js"
import { save } from "../moving.js"

// Cards of now, next and later go to another column by dragging, by arrows on their link, or by their menu: its forms say by
// how many months, and where none leads nothing goes. A card is there at once and back when it is refused.
export default class extends Controller {
  static values = { offline: String, failed: String }

  connect() {
    this.stop = draggable(this.element, { item: ".roadmap-card[data-movable]", lift: this.lift, over: this.over, drop: this.drop, cancel: this.leave })
    this.element.addEventListener("keydown", this.key)
  }

  disconnect() {
    this.stop()
    this.element.removeEventListener("keydown", this.key)
  }

  get columns() { return [...this.element.querySelectorAll("[data-column]")] }
  way(card, column) { return column && card.querySelector(`form[data-to="${column.dataset.column}"]`) }

  lift = (card) => {
    card.dataset.lifted = ""
    this.column = null
  }

  over = (card, x, y, under) => {
    this.column = under?.closest("[data-column]")
    this.columns.forEach((one) => one.toggleAttribute("data-over", one === this.column && Boolean(this.way(card, one))))
  }

  leave = (card) => {
    delete card.dataset.lifted
    this.columns.forEach((one) => one.removeAttribute("data-over"))
  }

  drop = (card) => {
    this.leave(card)
    this.move(card, this.column)
  }

  key = (event) => {
    if (isComposing(event) || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const card = event.target.matches("a") && event.target.closest(".roadmap-card[data-movable]")
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!card || !(step || event.key.toLowerCase() === "d")) return
    event.preventDefault()
    event.stopPropagation()
    if (!step) return card.querySelector("[data-dates]").click()
    const { columns } = this
    const at = columns.indexOf(card.closest("[data-column]"))
    const ahead = step > 0 ? columns.slice(at + 1) : columns.slice(0, at).reverse()
    this.move(card, ahead.find((column) => this.way(card, column)))
  }

  send(event) {
    event.preventDefault()
    const card = event.target.closest(".roadmap-card")
    event.target.closest("[popover]").hidePopover()
    this.move(card, this.columns.find((column) => this.way(card, column) === event.target))
  }

  async move(card, column) {
    const form = this.way(card, column)
    if (!form || this.moving) return
    const focused = card.contains(document.activeElement) && document.activeElement
    const [list, next] = [card.parentElement, card.nextElementSibling]
    this.moving = true
    column.querySelector("ul").append(card)
    if (focused) focused.focus()
    const answer = await save(form.action, () => new FormData(form), { offline: this.offlineValue, failed: this.failedValue })
    this.moving = false
    if (!answer.ok) list.insertBefore(card, next)
    if (answer.status) window.htmx.trigger(document.body, "requirements:changed")
  }
}
