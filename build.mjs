// Builds static/dist (app.css, app.js, icons.svg, fonts) from static/src and the locked packages.
// Every file in static/src/css/<layer>/ and static/src/js/controllers/ is picked up by its name.
import { build } from "esbuild"
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { watch } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"

const root = fileURLToPath(new URL(".", import.meta.url))
const source = join(root, "static/src")
const target = join(root, "static/dist")
const packages = join(root, "node_modules")

const LAYERS = ["reset", "tokens", "base", "layout", "components", "modules", "utilities"]
const BUDGET = { "app.css": 45_000, "app.js": 75_000 }
const BROWSERS = ["chrome123", "edge123", "firefox121", "safari17.5"]

async function filesIn(folder, ending) {
  const names = await readdir(join(source, folder)).catch(() => [])
  return names.filter((name) => name.endsWith(ending)).sort()
}

// One entry that imports each layer's files into its layer: a new file needs no registration.
async function stylesheetEntry() {
  const imports = await Promise.all(LAYERS.map(async (layer) => {
    const inFolder = (await filesIn(`css/${layer}`, ".css")).map((name) => `./css/${layer}/${name}`)
    const single = (await filesIn("css", ".css")).includes(`${layer}.css`) ? [`./css/${layer}.css`] : []
    return [...single, ...inFolder].map((path) => `@import "${path}" layer(${layer});`)
  }))
  return [`@layer ${LAYERS.join(", ")};`, ...imports.flat()].join("\n")
}

// CSP forbids style attributes, so a hue travels as data-hue="0".."359" and becomes --h here: by one rule where a browser
// can read numbers from attributes, else by a rule for each, which costs it time for every avatar and tag.
function hueRules() {
  const rules = Array.from({ length: 360 }, (_, hue) => `[data-hue="${hue}"]{--h:${hue}}`)
  const one = `[data-hue]:not([data-hue="None"],[data-hue=""]){--h:attr(data-hue type(<number>))}`
  const known = "(order:attr(data-hue type(<integer>)))"
  return `@layer tokens{@supports ${known}{${one}}@supports not ${known}{${rules.join("")}}}`
}

async function buildStyles() {
  const contents = await stylesheetEntry()
  const result = await build({
    stdin: { contents, loader: "css", resolveDir: source, sourcefile: "app.css" },
    bundle: true, minify: true, write: false, target: BROWSERS, external: ["*.woff2", "*.svg"], logLevel: "warning",
  })
  await writeFile(join(target, "app.css"), result.outputFiles[0].text + hueRules())
}

async function scriptEntry() {
  const names = await filesIn("js/controllers", "_controller.js")
  const identifier = (name) => name.replace("_controller.js", "").replaceAll("_", "-")
  const imports = names.map((name, i) => `import c${i} from "./js/controllers/${name}"`)
  const register = names.map((name, i) => `application.register("${identifier(name)}", c${i})`)
  return [`import { application } from "./js/app.js"`, ...imports, ...register].join("\n")
}

async function buildScript() {
  await build({
    stdin: { contents: await scriptEntry(), loader: "js", resolveDir: source, sourcefile: "app.js" },
    bundle: true, minify: true, format: "iife", target: BROWSERS, legalComments: "eof",
    outfile: join(target, "app.js"), nodePaths: [packages], logLevel: "warning",
  })
}

function asSymbol(name, svg) {
  const body = svg.replace(/<!--.*?-->/gs, "").match(/<svg[^>]*>(.*)<\/svg>/s)[1].replace(/\s+/g, " ").trim()
  const stroke = 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'
  return `<symbol id="${name}" viewBox="0 0 24 24" ${stroke}>${body}</symbol>`
}

async function buildIcons() {
  const names = JSON.parse(await readFile(join(source, "icons.json"), "utf8"))
  const folder = join(packages, "lucide-static/icons")
  const symbols = await Promise.all(
    names.map(async (name) => asSymbol(name, await readFile(join(folder, `${name}.svg`), "utf8"))),
  )
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`
  await writeFile(join(target, "icons.svg"), sprite)
}

async function copyAssets() {
  const inter = join(packages, "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2")
  await mkdir(join(target, "fonts"), { recursive: true })
  await copyFile(inter, join(target, "fonts/inter-latin.woff2"))
  const images = await filesIn("img", ".svg")
  await Promise.all(images.map((name) => copyFile(join(source, "img", name), join(target, name))))
}

async function report() {
  let over = false
  for (const name of ["app.css", "app.js", "icons.svg"]) {
    const bytes = await readFile(join(target, name))
    const packed = gzipSync(bytes, { level: 9 }).length
    const budget = BUDGET[name]
    over ||= packed > (budget ?? Infinity)
    const limit = budget ? ` of ${(budget / 1000).toFixed(0)}` : ""
    console.log(`${name.padEnd(10)} ${(packed / 1000).toFixed(1)}${limit} kB gzipped (${bytes.length} bytes)`)
  }
  if (over) throw new Error("The front end is over its size budget.")
}

async function buildAll() {
  await mkdir(target, { recursive: true })
  await Promise.all([buildStyles(), buildScript(), buildIcons(), copyAssets()])
  await report()
}

await buildAll()
if (process.argv.includes("--watch")) {
  let timer
  watch(source, { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(() => buildAll().catch((error) => console.error(error.message)), 80)
  })
}
