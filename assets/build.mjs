// Builds the pages' style sheets, scripts, fonts and icons from the npm packages into the folder given.
// Run by tools/assets.py, which installs the packages first and swaps the folder in when all went well.
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import rtlcss from 'rtlcss';
import * as sass from 'sass';

const assets = fileURLToPath(new URL('.', import.meta.url));
const packages = join(assets, '..', 'node_modules');
const italia = join(packages, 'bootstrap-italia');
const [target] = process.argv.slice(2);
if (!target) throw new Error('Name the folder to build into.');

const into = async (folder) => {
  const path = join(target, folder);
  await mkdir(path, { recursive: true });
  return path;
};

async function styles() {
  await Promise.all(['campanello', 'resident'].map(sheet));
}

async function sheet(name) {
  const { css } = sass.compile(join(assets, 'css', `${name}.scss`), {
    loadPaths: [join(italia, 'src', 'scss'), packages],
    style: 'compressed',
    logger: sass.Logger.silent, // the framework's own deprecations; errors still stop the build
  });
  const folder = await into('css');
  await writeFile(join(folder, `${name}.css`), css);
  await writeFile(join(folder, `${name}.rtl.css`), rtlcss.process(css));
}

async function scripts() {
  const folder = await into('js');
  const bundle = (name, options) =>
    build({
      entryPoints: [join(assets, 'js', name)],
      outfile: join(folder, name),
      bundle: true,
      minify: true,
      format: 'iife',
      target: ['es2022'],
      legalComments: 'linked',
      logLevel: 'warning',
      ...options,
    });
  // Bootstrap Italia declares its plugins free of side effects, but importing them is what registers them.
  await bundle('campanello.js', { ignoreAnnotations: true });
  await bundle('charts.js', { globalName: 'campanelloCharts' });
  await bundle('dashboard.js');
  await bundle('search.js');
  await bundle('register.js');
  await bundle('signature.js');
  await bundle('visit.js');
  await bundle('applying.js');
  await bundle('offline.js');
  await bundle('offline-mark.js');
  await bundle('offline-worker.js');
  await bundle('resident.js');
  await bundle('resident-worker.js');
}

async function fonts() {
  const wanted = /(titillium-web-v10-latin-ext_latin-(300|regular|italic|600|700)|(lora-v20|roboto-mono-v13)-latin-ext_latin-(regular|700))\.woff2$/;
  const folder = await into('fonts');
  for (const family of ['Titillium_Web', 'Lora', 'Roboto_Mono']) {
    const from = join(italia, 'dist', 'fonts', family);
    for (const name of await readdir(from)) {
      if (wanted.test(name)) await copyFile(join(from, name), join(folder, name));
      else if (/^(OFL|LICENSE)\.txt$/.test(name)) await copyFile(join(from, name), join(folder, `${family}-${name}`));
    }
  }
}

async function icons() {
  const [from, folder] = [join(italia, 'dist', 'svg', 'sprites.svg'), await into('svg')];
  await copyFile(from, join(folder, 'sprites.svg'));
  await writeFile(join(folder, 'resident.svg'), await fewIcons(await readFile(from, 'utf8')));
}

// The residents' pages take the icons listed in resident-icons.txt, and those drawn for them in img/.
async function fewIcons(all) {
  const wanted = (await readFile(join(assets, 'resident-icons.txt'), 'utf8')).trim().split('\n');
  const symbols = wanted.map((name) => {
    const [found] = all.match(new RegExp(`<symbol id="it-${name}".*?</symbol>`, 's')) ?? [];
    if (!found) throw new Error(`Bootstrap Italia has no icon ${name}; resident-icons.txt names it.`);
    return found;
  });
  for (const file of (await readdir(join(assets, 'img'))).sort()) {
    const drawn = (await readFile(join(assets, 'img', file), 'utf8')).match(/<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)<\/svg>/s);
    symbols.push(`<symbol id="it-${file.replace('.svg', '')}" viewBox="${drawn[1]}">${drawn[2].trim()}</symbol>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
}

await Promise.all([styles(), scripts(), fonts(), icons()]);
