// The page's libraries and the rules that hold on every page. Controllers are registered by the build.
import { Application } from "@hotwired/stimulus"
import htmx from "htmx.org"
import "./composing.js"
import "./submit_once.js"
import "./morph.js"
import "./drafts.js"
import "./refused.js"
import "./staying.js"

window.htmx = htmx

export const application = Application.start()
application.debug = false
