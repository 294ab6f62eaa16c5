// Draws Vega-Lite charts, in pages and in reports that are read without a network.
// Expressions are interpreted rather than compiled, so that the pages' security policy needs no `unsafe-eval`.
import embed from 'vega-embed';
import { expressionInterpreter } from 'vega-interpreter';
import { numbers, times } from './locales.js';

const FONT = "'Titillium Web', 'Noto Sans Arabic', Tahoma, sans-serif";
const CONFIG = {
  font: FONT,
  background: null,
  axis: { labelFontSize: 13, titleFontSize: 13, labelColor: '#17324d', titleColor: '#17324d' },
  legend: { labelFontSize: 13, titleFontSize: 13 },
  text: { fontSize: 13 },
  view: { stroke: null },
};

const merged = (base, over = {}) => ({
  ...base,
  ...over,
  axis: { ...base.axis, ...over.axis },
  legend: { ...base.legend, ...over.legend },
  text: { ...base.text, ...over.text },
  view: { ...base.view, ...over.view },
});

const pageLanguage = () => (document.documentElement.lang || 'en').slice(0, 2);

/**
 * Draws `spec` in `element` and answers a promise of vega-embed's result, whose `view` has the signals.
 * Options: `language` (the page's by default), `renderer` (`svg` by default), and any other of vega-embed's.
 */
export function render(element, spec, { language = pageLanguage(), ...options } = {}) {
  return embed(element, { ...spec, config: merged(CONFIG, spec.config) }, {
    mode: spec.$schema?.includes('/vega/') ? 'vega' : 'vega-lite',
    renderer: 'svg',
    actions: false,
    ast: true,
    expr: expressionInterpreter,
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
    formatLocale: numbers(language),
    timeFormatLocale: times(language),
    ...options,
  });
}

/**
 * Draws every element with `data-chart="ID"`, where ID names a `<script type="application/json">` with the spec.
 * Answers a promise of all results; a chart that can't be drawn leaves its table to be read and is logged.
 */
export function renderAll(root = document, options = {}) {
  const drawn = Array.from(root.querySelectorAll('[data-chart]'), (element) => {
    const spec = JSON.parse(document.getElementById(element.dataset.chart).textContent);
    return render(element, spec, options).catch((error) => console.error(element.dataset.chart, error));
  });
  return Promise.all(drawn);
}
