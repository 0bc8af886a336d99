import { Controller } from "@hotwired/stimulus"
import { insertBlock, toast } from "../writing.js"

// Files that are pasted, dropped or chosen: sent one by one with their progress in the "list" target. What the server
// says of them is put into the textarea inside, or the page is asked for anew (reload). A failure leaves the text alone.
export default class extends Controller {
  static targets = ["list", "chooser"]
  static values = { url: String, page: String, limit: Number, large: String, failed: String, busy: String }

  connect() {
    this.running = new Set()
    document.addEventListener("submit", this.hold, true)
  }

  disconnect() {
    document.removeEventListener("submit", this.hold, true)
    this.running.forEach((request) => request.abort())
  }

  // A text is not sent before its pictures have arrived.
  hold = (event) => {
    if (!this.running.size || !event.target.contains(this.element)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    toast(this.busyValue)
  }

  choose() { this.chooserTarget.click() }

  chosen() {
    this.take([...this.chooserTarget.files])
    this.chooserTarget.value = ""
  }

  // Cells of a spreadsheet come as text and as a picture: the text is meant.
  paste(event) {
    const { files, types } = event.clipboardData
    if (!files.length || types.includes("text/plain")) return
    event.preventDefault()
    this.take([...files])
  }

  over(event) {
    if (!event.dataTransfer.types.includes("Files")) return
    event.preventDefault()
    this.element.dataset.over = ""
  }

  out() { delete this.element.dataset.over }

  drop(event) {
    this.out()
    if (!event.dataTransfer.files.length) return
    event.preventDefault()
    this.take([...event.dataTransfer.files])
  }

  async take(files) {
    for (const file of files) await this.send(file)
    if (this.pageValue && !this.running.size) window.htmx.ajax("GET", this.pageValue, { target: "#requirement", swap: "morph" })
  }

  send(file) {
    if (this.limitValue && file.size > this.limitValue) return toast(this.largeValue.replace("{name}", file.name), "error")
    const request = new XMLHttpRequest()
    const row = this.row(file.name)
    const body = new FormData()
    body.append("file", file, file.name || "image.png")
    this.running.add(request)
    return new Promise((done) => {
      request.upload.onprogress = ({ loaded, total }) => { row.querySelector("progress").value = loaded / total }
      request.onloadend = () => {
        this.running.delete(request)
        row.remove()
        this.answered(request, file.name)
        done()
      }
      request.open("POST", this.urlValue)
      request.responseType = "json"
      request.setRequestHeader("Accept", "application/json")
      request.setRequestHeader("X-CSRFToken", this.element.closest("body").querySelector("[name=csrfmiddlewaretoken]").value)
      request.send(body)
    })
  }

  answered({ status, response }, name) {
    if (status !== 201) return toast(response?.error ?? this.failedValue.replace("{name}", name), "error")
    if (response.note) toast(response.note)
    const field = this.element.querySelector("textarea")
    if (field) insertBlock(field, response.text)
  }

  row(name) {
    const row = document.createElement("li")
    const progress = document.createElement("progress")
    progress.setAttribute("aria-label", name)
    row.append(name, progress)
    this.listTarget.append(row)
    return row
  }
}
