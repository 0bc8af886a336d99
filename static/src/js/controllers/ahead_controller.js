import { Controller } from "@hotwired/stimulus"
import { fetchAhead } from "../ahead.js"
import { rowOf, rows } from "../items.js"

const REST = 120

// Where the focus rests on a row, or the pointer on what opens its panel, the panel is fetched before it is asked for; of an
// open panel the one below.
export default class extends Controller {
  connect() {
    document.addEventListener("focusin", this.noticed)
    document.addEventListener("pointerover", this.pointed)
    document.addEventListener("peek:opened", this.opened)
  }

  disconnect() {
    clearTimeout(this.timer)
    document.removeEventListener("focusin", this.noticed)
    document.removeEventListener("pointerover", this.pointed)
    document.removeEventListener("peek:opened", this.opened)
  }

  noticed = ({ target }) => this.soon(rowOf(target))

  pointed = ({ target }) => {
    const place = target.closest("[data-peek]")
    if (place) this.soon(rowOf(place))
  }

  opened = () => {
    const all = rows()
    this.soon(all[all.findIndex((row) => row.dataset.key === shown()) + 1])
  }

  soon(row) {
    clearTimeout(this.timer)
    if (!row || !document.getElementById("list")) return
    this.timer = setTimeout(() => { if (row.dataset.key !== shown()) fetchAhead(row.dataset.key) }, REST)
  }
}

const shown = () => new URLSearchParams(location.search).get("peek")
