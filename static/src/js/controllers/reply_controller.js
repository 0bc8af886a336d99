import { Controller } from "@hotwired/stimulus"
import { isComposing } from "../composing.js"

// The box of a conversation beside a list: Escape leaves it, so that the keys of the page work again (the text stays as a
// draft); what was sent leaves it empty. <form data-controller="reply" data-action="keydown.esc->reply#leave htmx:after-request->reply#sent">
export default class extends Controller {
  leave(event) {
    if (event.defaultPrevented || isComposing(event)) return
    event.preventDefault()
    this.element.closest("[tabindex='-1']")?.focus({ preventScroll: true })
  }

  // Text that was typed while the request was under way stays.
  sent({ detail: { elt, xhr } }) {
    if (elt !== this.element || xhr.status < 200 || xhr.status >= 400) return
    if (this.element.hasAttribute("data-unsaved-dirty")) return
    this.element.reset()
    if (this.element.contains(document.activeElement)) this.element.closest("[tabindex='-1']")?.focus({ preventScroll: true })
  }
}
