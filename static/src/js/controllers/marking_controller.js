import { Controller } from "@hotwired/stimulus"

const MARGIN = 8
const BEFORE = 60

// Marked words of a text, by mouse, keyboard or finger, are offered a button beside them; it fills the fields that say which
// words they are and what stands before them, and opens what the "opener" opens. "whole" speaks of all of it.
export default class extends Controller {
  static targets = ["text", "offer", "passage", "before", "quote", "opener"]

  disconnect() { this.hide() }

  changed() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.offerIt(), 150)
  }

  offerIt() {
    const range = this.range
    if (!range || document.querySelector("dialog[open]")) return this.hide()
    const offer = this.offerTarget
    const place = range.getBoundingClientRect()
    offer.showPopover()
    const left = Math.min(Math.max(MARGIN, place.left), innerWidth - offer.offsetWidth - MARGIN)
    const below = place.bottom + MARGIN + offer.offsetHeight < innerHeight
    offer.style.left = `${left}px`
    offer.style.top = `${below ? place.bottom + MARGIN : place.top - offer.offsetHeight - MARGIN}px`
  }

  get range() {
    const selection = document.getSelection()
    if (!this.hasTextTarget || !selection?.rangeCount || selection.isCollapsed || !selection.toString().trim()) return null
    const range = selection.getRangeAt(0)
    return this.textTarget.contains(range.commonAncestorContainer) ? range : null
  }

  // The press must not take the selection away.
  hold(event) { event.preventDefault() }

  take() {
    const range = this.range
    if (!range) return this.hide()
    const led = document.createRange()
    led.setStart(this.textTarget, 0)
    led.setEnd(range.startContainer, range.startOffset)
    this.fill(range.toString(), led.toString().slice(-BEFORE))
    this.taking = true
    this.openerTarget.click()
    this.taking = false
    this.hide()
  }

  whole() {
    if (this.taking) return
    if (this.range) this.fill(this.range.toString(), "")
    else this.fill("", "")
  }

  fill(passage, before) {
    this.passageTarget.value = passage
    this.beforeTarget.value = before
    this.quoteTarget.textContent = passage
    this.quoteTarget.hidden = !passage
  }

  hide() {
    clearTimeout(this.timer)
    if (this.hasOfferTarget && this.offerTarget.matches(":popover-open")) this.offerTarget.hidePopover()
  }
}
