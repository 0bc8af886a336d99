import { Controller } from "@hotwired/stimulus"

// Buttons that do something with what is ticked, off while nothing is.
// <form data-controller="ticked" data-action="change->ticked#reflect pageshow@window->ticked#reflect"> … <button data-ticked-target="act">
export default class extends Controller {
  static targets = ["act"]

  connect() { this.reflect() }

  disconnect() { this.actTargets.forEach((act) => { act.disabled = false }) }

  reflect() {
    const isNone = !this.element.querySelector("input[type=checkbox]:checked")
    this.actTargets.forEach((act) => { act.disabled = isNone })
  }
}
