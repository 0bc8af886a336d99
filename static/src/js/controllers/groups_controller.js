import { Controller } from "@hotwired/stimulus"

// Groups of rows that fold; this browser remembers which. Heads carry data-token, everything below data-within, the
// tokens of the groups it is in.
export default class extends Controller {
  static targets = ["head", "body"]

  initialize() {
    const query = new URLSearchParams(location.search)
    this.name = `pmhub:groups:${location.pathname}:${query.get("group")}:${query.get("subgroup")}`
    this.folded = new Set(read(this.name))
  }

  headTargetConnected(head) { this.reflect(head) }
  bodyTargetConnected(body) { this.reflect(body) }

  toggle(event) {
    const { token } = event.target.closest("tbody").dataset
    if (!this.folded.delete(token)) this.folded.add(token)
    try { localStorage.setItem(this.name, JSON.stringify([...this.folded])) } catch { /* full or forbidden */ }
    ;[...this.headTargets, ...this.bodyTargets].forEach((part) => this.reflect(part))
  }

  reflect(part) {
    part.hidden = part.dataset.within.split(" ").some((token) => this.folded.has(token))
    part.querySelector(".group-toggle")?.setAttribute("aria-expanded", !this.folded.has(part.dataset.token))
  }
}

function read(name) { try { return JSON.parse(localStorage.getItem(name)) ?? [] } catch { return [] } }
