import { Controller } from "@hotwired/stimulus"

const TALL = 150
const BETWEEN = 5

// A drawing is cut by the edge of a page wherever that falls. For a print the timeline becomes a table of slices that are cut
// between two rows of bars, each with the name of its lane; the axis is the head that every page repeats.
export default class extends Controller {
  static targets = ["plot", "axis", "lane"]

  connect() {
    window.addEventListener("beforeprint", this.lay)
    window.addEventListener("afterprint", this.clear)
  }

  disconnect() {
    this.clear()
    window.removeEventListener("beforeprint", this.lay)
    window.removeEventListener("afterprint", this.clear)
  }

  clear = () => this.paper?.remove()

  lay = () => {
    this.clear()
    this.paper = document.createElement("table")
    this.paper.className = "roadmap-paper"
    this.paper.ariaHidden = "true"
    this.row(this.paper.createTHead(), "", this.axisTarget.cloneNode(true))
    const body = this.paper.createTBody()
    let from = 0
    this.laneTargets.forEach((lane, at) => {
      const to = from + Number(lane.querySelector(".roadmap-strut").getAttribute("height"))
      const things = [...this.plotTarget.querySelectorAll(":scope > [data-lane]")[at].children].map((node) => [node, topOf(node)])
      this.slices(from, to, things).forEach(([start, end]) => {
        const name = lane.querySelector(".roadmap-name").cloneNode(true)
        if (start !== from) name.replaceChildren(name.querySelector("h2"))
        this.row(body, name, this.slice(start, end, things), end === to)
      })
      from = to
    })
    this.element.append(this.paper)
  }

  row(part, name, drawing, isLast = false) {
    const row = part.insertRow()
    row.insertCell().append(name)
    row.insertCell().append(drawing)
    row.toggleAttribute("data-last", isLast)
  }

  slices(from, to, things) {
    const cuts = [from]
    for (const top of things.map(([, y]) => y).sort((one, other) => one - other)) if (top - cuts.at(-1) > TALL) cuts.push(top - BETWEEN)
    return cuts.map((start, at) => [start, cuts[at + 1] ?? to])
  }

  slice(start, end, things) {
    const whole = this.plotTarget.cloneNode(false)
    const part = whole.cloneNode(false)
    part.setAttribute("height", end - start)
    whole.setAttribute("y", -start)
    for (const layer of this.plotTarget.querySelectorAll(":scope > .roadmap-grid, :scope > .roadmap-arrows, :scope > .roadmap-line")) whole.append(layer.cloneNode(true))
    for (const [node, top] of things) if (top >= start && top < end) whole.insertBefore(node.cloneNode(true), whole.querySelector(":scope > .roadmap-line"))
    whole.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"))
    part.append(whole)
    return part
  }
}

// Where something on the plot begins, in pixels from its top.
function topOf(node) {
  const placed = node.matches("[y], [y1]") ? node : node.querySelector("[y], [y1]")
  return Number(placed.getAttribute("y") ?? placed.getAttribute("y1"))
}
