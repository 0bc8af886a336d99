import { Controller } from "@hotwired/stimulus"

const PAUSE = 1000

// Says aloud what arrives, once nobody types any more. <div data-controller="announce" data-action="input@document->announce#wait">
// <p role="status" data-announce-target="voice"></p><span hidden data-announce-target="words">drawn anew</span></div>
export default class extends Controller {
  static targets = ["voice", "words"]

  disconnect() { clearTimeout(this.timer) }

  wordsTargetConnected({ textContent }) {
    if (textContent) this.wait()
    else this.voiceTarget.textContent = ""
  }

  wait() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => { this.voiceTarget.textContent = this.hasWordsTarget ? this.wordsTarget.textContent : "" }, PAUSE)
  }
}
