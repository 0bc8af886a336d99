import { parsed, patch } from "./cells.js"
import { Listed } from "./listed.js"
import { asked, save, saved } from "./saving.js"

const LATER = [1500, 4000] // when a score that a worker computes may be there
const SCORING = /^(drivers|custom)\.|^(estimate|priority)$/

// The saving half of cells_controller.js: what was typed is shown at once, and stays in its cell until a server has it.
export class Kept extends Listed {
  forget(cell) {
    this.failed.delete(cell)
    cell.querySelector(".cell-pending")?.remove()
    this.input.removeAttribute("aria-invalid")
    this.input.removeAttribute("aria-describedby")
  }

  async send(cell, change) {
    change ??= this.failed.get(cell)
    const row = cell.parentElement
    this.pend(cell, change.text)
    const answer = await save(row, this.cellUrl(cell), change)
    if (answer.status === 200) return this.done(cell, row, answer.text)
    this.keep(cell, change, answer)
  }

  pend(cell, text) {
    cell.querySelector(".cell-pending")?.remove()
    const shown = document.createElement("span")
    shown.className = "cell-pending"
    shown.textContent = text
    cell.append(shown)
  }

  done(cell, row, text) {
    const fresh = parsed(text).querySelector("tr")
    this.forget(cell)
    patch(row, fresh)
    saved(row, fresh.dataset.lockVersion)
    if (this.columnOf(cell)?.dataset.editor.startsWith("open")) this.lists.delete(this.listOf(cell))
    cell.dataset.saved = ""
    setTimeout(() => delete cell.dataset.saved, 900)
    this.dispatch("saved", { target: row })
    if (SCORING.test(cell.dataset.field)) LATER.forEach((pause) => setTimeout(() => this.refresh(row), pause))
  }

  async refresh(row) {
    const response = row.isConnected && (await asked(`${this.url(row)}row/${this.queryValue}`).catch(() => null))
    if (!response?.ok) return
    patch(row, parsed(await response.text()).querySelector("tr"))
    this.dispatch("refreshed", { target: row })
  }

  // Not saved: the text stays in its cell, with the reason. Whoever is not writing elsewhere is taken back there, once while
  // no server answers: a dead network holds nobody in a cell.
  keep(cell, change, answer) {
    const refusal = answer.status === 422 && parsed(answer.text).firstElementChild
    const message = refusal || this.offlineTarget.content.firstElementChild.cloneNode(true)
    if (answer.status >= 400 && !refusal) message.querySelector("p").textContent = answer.problem ? decodeURIComponent(answer.problem) : this.refusedValue
    const hasLeft = answer.status === 0 && this.failed.has(cell) && !cell.contains(document.activeElement)
    this.failed.set(cell, { ...change, message })
    cell.querySelector(".cell-pending")?.setAttribute("data-failed", "")
    if (this.cell || hasLeft) this.liveTarget.textContent = message.querySelector("p").textContent
    else this.begin(cell)
  }

  again(change) {
    const cell = this.cell
    const kept = { ...this.failed.get(cell), ...change }
    if (!this.picker && this.columnOf(cell).dataset.editor === "text") kept.values = [kept.text = this.input.value]
    this.close(cell)
    this.send(cell, kept)
    this.input.focus()
  }

  retry() { this.failed.has(this.cell) ? this.again({}) : this.choose(this.cell) }
  decline() { this.again({ reason: this.reasonTarget.value.trim() }) }
  keepMine(event) { this.again({ version: Number(event.currentTarget.dataset.lockVersion) }) }

  takeTheirs() {
    const row = this.cell.parentElement
    this.giveUp()
    this.refresh(row)
  }

  retryAll = () => {
    for (const [cell, { message, values }] of this.failed) {
      if (message.dataset.offline === undefined) continue
      if (cell !== this.cell) this.send(cell)
      else if (!this.picker && this.input.value === values[0]) this.retry()
    }
    if (this.cell && !this.picker && this.isChoice(this.cell)) this.choose(this.cell)
  }
}
