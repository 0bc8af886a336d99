import { Controller } from "@hotwired/stimulus"

// The side bar is a popover on narrow screens and needs no script to open. This closes it when the screen grows or
// the address changes, so that it never hangs over a wide page.
export default class extends Controller {
  connect() {
    this.wide = matchMedia("(width >= 58rem)")
    this.wide.addEventListener("change", this.close)
    document.addEventListener("htmx:pushedIntoHistory", this.close)
  }

  disconnect() {
    this.wide.removeEventListener("change", this.close)
    document.removeEventListener("htmx:pushedIntoHistory", this.close)
  }

  close = () => {
    if (this.element.matches(":popover-open")) this.element.hidePopover()
  }
}
