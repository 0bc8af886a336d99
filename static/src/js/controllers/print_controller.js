import { Controller } from "@hotwired/stimulus"

// <button data-controller="print" data-action="print#now">
export default class extends Controller {
  now() { window.print() }
}
