import { Controller } from "@hotwired/stimulus"

const PAUSE = 300
const FIGURES = ".group-count, .group-sum"

// Groups of rows that fold; this browser remembers which. Heads carry data-token, everything below data-within, the
// tokens of the groups it is in. Where a row has changed, the counts and sums are asked for again.
export default class extends Controller {
  static targets = ["head", "body"]

  initialize() {
    const query = new URLSearchParams(location.search)
    this.name = `pmhub:groups:${location.pathname}:${query.get("group")}:${query.get("subgroup")}`
    this.folded = new Set(read(this.name))
  }

  connect() {
    this.events = ["cells:saved", "cells:refreshed", "fresh:refreshed"]
    this.events.forEach((name) => document.addEventListener(name, this.changed))
  }

  disconnect() {
    clearTimeout(this.timer)
    this.events.forEach((name) => document.removeEventListener(name, this.changed))
  }

  changed = () => {
    clearTimeout(this.timer)
    this.timer = setTimeout(this.renew, PAUSE)
  }

  renew = async () => {
    const address = this.element.closest("[hx-get]").getAttribute("hx-get")
    const response = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null)
    if (!response?.ok || response.redirected) return
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html")
    for (const head of this.headTargets) {
      const now = fresh.querySelector(`[data-groups-target=head][data-token="${CSS.escape(head.dataset.token)}"]`)
      head.querySelectorAll(FIGURES).forEach((figure) => figure.remove())
      head.querySelector("th").append(...(now?.querySelectorAll(FIGURES) ?? []))
    }
    const totals = fresh.querySelectorAll(".total")
    document.querySelectorAll(".total").forEach((total, place) => { total.textContent = totals[place]?.textContent ?? "" })
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
