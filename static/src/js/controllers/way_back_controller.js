import { Controller } from "@hotwired/stimulus"
import { keepPlace, leftPlace } from "../left_place.js"

// A form that takes away what its page is about leads back to the list from which it was reached, as it was left.
export default class extends Controller {
  static targets = ["back"]

  leave() {
    const left = leftPlace()
    if (!left) return
    this.backTarget.value = left.address
    keepPlace({ ...left, isAwaited: true })
  }
}
