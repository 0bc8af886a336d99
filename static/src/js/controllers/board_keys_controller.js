import { Controller } from "@hotwired/stimulus"
import { isComposing, isTyping } from "../composing.js"

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

// The board without dragging: arrows walk over the cards; Enter picks one up, arrows carry it, Enter drops, Escape returns it.
// The menu of a card sends it where its items say. Whatever happens is said in the "voice" target.
export default class extends Controller {
  static targets = ["voice", "title"]
  static values = { picked: String, at: String, back: String, dropped: String }

  connect() { this.element.addEventListener("keydown", this.key) }
  disconnect() { this.element.removeEventListener("keydown", this.key) }

  get board() { return this.application.getControllerForElementAndIdentifier(this.element, "board") }

  key = (event) => {
    if (isComposing(event) || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return
    const card = event.target.closest(".card")
    if (!card || event.target.closest("[popover], button")) return
    const arrow = ARROWS[event.key]
    const wanted = arrow || (this.carried && ["Escape", "Tab"].includes(event.key)) || (event.key === "Enter" && event.target === card)
    if (!wanted) return
    if (event.key !== "Tab") event.preventDefault()
    if (event.key === "Escape") event.stopPropagation()
    if (arrow) this.carried ? this.carry(card, ...arrow) : this.walk(card, ...arrow)
    else if (event.key === "Escape") this.end(false)
    else if (this.carried) this.end(true)
    else if (this.board.enabledValue) this.pick(card)
  }

  pick(card) {
    this.carried = this.board.placeOf(card)
    card.dataset.carried = ""
    this.say(this.pickedValue)
  }

  end(dropped) {
    const place = this.carried
    this.carried = null
    delete place.card.dataset.carried
    if (dropped) this.board.settle(place)
    else this.board.revert(place)
    place.card.focus()
    this.say(dropped ? this.droppedValue : this.backValue)
  }

  // Cells of the neighbouring column in the same lane, or of the next lane in the same column; closed lanes are passed over.
  beside(cell, across, down) {
    const cells = this.board.cellTargets.filter((other) => other.checkVisibility())
    const line = cells.filter((other) => (across ? other.dataset.lane === cell.dataset.lane : other.dataset.column === cell.dataset.column))
    return line[line.indexOf(cell) + (across || down)]
  }

  carry(card, across, down) {
    const { board } = this
    const cell = card.parentElement
    const others = board.cardsOf(cell, card)
    const at = board.cardsOf(cell).indexOf(card)
    const target = across || !board.isManual || at + down < 0 || at + down > others.length ? this.beside(cell, across, down) : cell
    if (!target) return
    const cards = board.cardsOf(target, card)
    if (!board.isManual) board.put(card, target)
    else board.insert(card, target, cards[target === cell ? at + down : across ? at : down > 0 ? 0 : cards.length])
    card.focus()
    card.scrollIntoView({ block: "nearest", inline: "nearest" })
    const place = board.cardsOf(target)
    this.say(this.atValue.replace("%column%", target.ariaLabel).replace("%place%", place.indexOf(card) + 1).replace("%count%", place.length))
  }

  walk(card, across, down) {
    const cell = card.parentElement
    const cards = this.board.cardsOf(cell)
    const at = cards.indexOf(card)
    let to = down ? cards[at + down] : undefined
    for (let next = cell; !to && (next = this.beside(next, across, down));) {
      const there = this.board.cardsOf(next)
      to = across ? there[Math.min(at, there.length - 1)] : there.at(down > 0 ? 0 : -1)
    }
    to?.focus()
    to?.scrollIntoView({ block: "nearest", inline: "nearest" })
  }

  // One menu serves all cards: the pressed button is its button for as long as it is open.
  menu(event) {
    const button = event.currentTarget
    this.element.querySelectorAll("[data-menu-target=button]").forEach((other) => { delete other.dataset.menuTarget })
    button.dataset.menuTarget = "button"
    this.chosen = button.closest(".card")
    this.titleTarget.textContent = button.ariaLabel
    this.element.querySelector("#move-menu").showPopover()
  }

  choose(event) {
    const { column, lane, step } = event.currentTarget.dataset
    const { board, chosen: card } = this
    const place = board.placeOf(card)
    const cell = place.cell
    this.element.querySelector("#move-menu").hidePopover()
    const to = board.cellTargets.find((other) => other.dataset.column === (column ?? cell.dataset.column) && other.dataset.lane === (lane ?? cell.dataset.lane))
    const others = board.cardsOf(to, card)
    const at = board.cardsOf(cell).indexOf(card)
    const below = { first: 0, up: Math.max(0, at - 1), down: at + 1 }[step]
    if (!step && to === cell) return card.focus()
    if (board.isManual) board.insert(card, to, others[below ?? 0])
    else board.put(card, to)
    card.focus()
    this.say(this.droppedValue)
    board.settle(place)
  }

  say(text) { this.voiceTarget.textContent = text }
}
