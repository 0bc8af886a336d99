import { Controller } from "@hotwired/stimulus"
import { isComposing } from "../composing.js"
import { forget, isResumed, resume, waits } from "../lasting.js"

const MARGIN = 6
const isShown = (element) => element.checkVisibility()

// A popover placed beside its button, with arrow keys. Without this script the popover opens in the middle.
// A list that arrives with data-menu-auto opens at once; lasting.js says which ones stay open while they are drawn anew. <div data-controller="menu"><button popovertarget="x" data-menu-target="button"><div id="x" popover data-menu-target="list">
export default class extends Controller {
  static targets = ["button", "list"]

  listTargetConnected(list) {
    list.addEventListener("beforetoggle", this.place)
    list.addEventListener("toggle", this.toggled)
    list.addEventListener("keydown", this.move)
    list.addEventListener("htmx:afterSettle", this.filled)
    list.addEventListener("click", this.choose, true)
    list.addEventListener("htmx:afterRequest", this.answered)
    if ("menuAuto" in list.dataset) list.showPopover()
    else if (isResumed(list)) this.resume(list)
  }

  listTargetDisconnected(list) {
    list.removeEventListener("beforetoggle", this.place)
    list.removeEventListener("toggle", this.toggled)
    list.removeEventListener("keydown", this.move)
    list.removeEventListener("htmx:afterSettle", this.filled)
    list.removeEventListener("click", this.choose, true)
    list.removeEventListener("htmx:afterRequest", this.answered)
  }

  place = (event) => {
    if (event.newState === "open") event.target.dataset.placed = ""
  }

  toggled = (event) => {
    const open = event.newState === "open"
    this.buttonTarget.setAttribute("aria-expanded", open)
    if (!open) this.isResumed = forget(event.target)
    if (!open || this.isResumed) return
    this.position(event.target)
    this.focusFirst(event.target)
  }

  // What was fetched when the menu opened needs another place, and the focus; an item chosen meanwhile keeps it.
  filled = (event) => {
    const list = event.currentTarget
    if (!list.matches(":popover-open")) return
    if (!this.isResumed) this.position(list)
    if (!list.contains(document.activeElement)) this.focusFirst(list)
  }

  choose = (event) => {
    const item = event.target.closest("a.menu-item")
    if (!item || event.ctrlKey || event.metaKey || event.shiftKey || !waits(event.currentTarget, item)) return
    event.preventDefault()
    event.stopPropagation()
  }

  answered = ({ detail, currentTarget: list }) => { if (!detail.successful) forget(list) }

  resume(list) {
    this.isResumed = true
    resume(list, this.buttonTarget)
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
    const inField = event.target.matches("input:not([type=checkbox]), textarea, select")
    const before = at < 0 ? items.findLastIndex((item) => item.compareDocumentPosition(event.target) & Node.DOCUMENT_POSITION_FOLLOWING) : at
    const to = { ArrowDown: before < last ? before + 1 : 0, ArrowUp: at < 0 ? before : at > 0 ? at - 1 : last, ...(inField ? {} : { Home: 0, End: last }) }[event.key]
    if (to !== undefined) {
      event.preventDefault()
      items[to]?.focus()
    } else if (!inField && event.key.length === 1 && !event.ctrlKey && !event.metaKey && event.key !== " ") {
      this.jump(items, at, event.key.toLowerCase())
    }
  }

  jump(items, at, letter) {
    const rotated = [...items.slice(at + 1), ...items.slice(0, at + 1)]
    rotated.find((item) => (item.labels?.[0] ?? item).textContent.trim().toLowerCase().startsWith(letter))?.focus()
  }

  // data-action="menu#close" on an item whose action stays on the page
  close() {
    this.listTarget.hidePopover()
    this.buttonTarget.focus()
  }

  items(list) {
    const found = list.querySelectorAll(".menu-item:not(:disabled, [hidden])")
    return [...found].filter(isShown).map((item) => item.control ?? item)
  }
}
