// Bundles the style sheets as `cargo leptos` does, and fails on a CSS error, which `cargo leptos` passes on silently.
// Usage: node style.mjs ../style/main.css OUTPUT
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { bundle } from "lightningcss";

const [source, output] = process.argv.slice(2);
try {
  const { code, warnings } = bundle({ filename: source, minify: true });
  for (const { message, loc } of warnings) {
    console.error(`${loc.filename}:${loc.line}: ${message}`);
  }
  if (warnings.length > 0) process.exit(1);
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, code);
} catch (error) {
  console.error(`${error.fileName ?? source}:${error.loc?.line ?? 0}: ${error.message}`);
  process.exit(1);
}
