import { Controller } from "@hotwired/stimulus"
import { isComposing } from "../composing.js"

const MARGIN = 6
const isShown = (element) => element.checkVisibility()

// A popover placed beside its button, with arrow keys. Without this script the popover opens in the middle.
// A list that arrives with data-menu-auto opens at once. <div data-controller="menu"><button popovertarget="x" data-menu-target="button"><div id="x" popover data-menu-target="list">
export default class extends Controller {
  static targets = ["button", "list"]

  listTargetConnected(list) {
    list.addEventListener("beforetoggle", this.place)
    list.addEventListener("toggle", this.toggled)
    list.addEventListener("keydown", this.move)
    list.addEventListener("htmx:afterSettle", this.filled)
    if ("menuAuto" in list.dataset) list.showPopover()
  }

  listTargetDisconnected(list) {
    list.removeEventListener("beforetoggle", this.place)
    list.removeEventListener("toggle", this.toggled)
    list.removeEventListener("keydown", this.move)
    list.removeEventListener("htmx:afterSettle", this.filled)
  }

  place = (event) => {
    if (event.newState === "open") event.target.dataset.placed = ""
  }

  toggled = (event) => {
    const open = event.newState === "open"
    this.buttonTarget.setAttribute("aria-expanded", open)
    if (!open) return
    this.position(event.target)
    this.focusFirst(event.target)
  }

  // What was fetched when the menu opened needs another place, and the focus; an item chosen meanwhile keeps it.
  filled = (event) => {
    const list = event.currentTarget
    if (!list.matches(":popover-open")) return
    this.position(list)
    if (!this.items(list).includes(document.activeElement)) this.focusFirst(list)
  }

  focusFirst(list) {
    const items = this.items(list)
    const chosen = items.find((item) => item.matches("[aria-checked=true], [aria-current=true]"))
    const typed = [...list.querySelectorAll("input:not([type=hidden]), textarea, select")].find(isShown)
    ;(list.querySelector("[autofocus]") ?? chosen ?? items[0] ?? typed)?.focus()
  }

  position(list) {
    const button = this.buttonTarget.getBoundingClientRect()
    const { offsetWidth: width, offsetHeight: height } = list
    const below = button.bottom + MARGIN + height < innerHeight || button.top < height + MARGIN
    const left = button.left + width + MARGIN < innerWidth ? button.left : button.right - width
    list.style.left = `${Math.max(MARGIN, Math.min(left, innerWidth - width - MARGIN))}px`
    list.style.top = `${Math.max(MARGIN, below ? button.bottom + MARGIN : button.top - height - MARGIN)}px`
  }

  move = (event) => {
    if (isComposing(event)) return
    const items = this.items(event.currentTarget)
    const last = items.length - 1
    const at = items.indexOf(document.activeElement)
    const inField = event.target.matches("input, textarea, select")
    const to = { ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last, ...(inField ? {} : { Home: 0, End: last }) }[event.key]
    if (to !== undefined) {
      event.preventDefault()
      items[to]?.focus()
    } else if (!inField && event.key.length === 1 && !event.ctrlKey && !event.metaKey && event.key !== " ") {
      this.jump(items, at, event.key.toLowerCase())
    }
  }

  jump(items, at, letter) {
    const rotated = [...items.slice(at + 1), ...items.slice(0, at + 1)]
    rotated.find((item) => item.textContent.trim().toLowerCase().startsWith(letter))?.focus()
  }

  // data-action="menu#close" on an item whose action stays on the page
  close() {
    this.listTarget.hidePopover()
    this.buttonTarget.focus()
  }

  items(list) {
    const found = list.querySelectorAll(".menu-item:not(:disabled, [hidden])")
    return [...found].filter(isShown)
  }
}
