"""The report as one HTML file: charts to click on where scripts run, still ones where not; asks for no network."""

import json
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from campanello.core.errors import Refused, gettext_noop
from campanello.evaluation.report import pictures
from campanello.evaluation.report.blocks import Chart, Report

BUILT = Path(__file__).resolve().parents[3] / "static" / "built"
SCRIPT = Path("js") / "charts.js"
LICENCES = Path("js") / "charts.js.LEGAL.txt"
FACES = {
    400: "titillium-web-v10-latin-ext_latin-regular.woff2",
    600: "titillium-web-v10-latin-ext_latin-600.woff2",
    700: "titillium-web-v10-latin-ext_latin-700.woff2",
}
# Draws each chart in its place and hides the still one; one that fails leaves the still one to be seen.
START = """
document.documentElement.classList.add('scripted');
document.querySelector('nav details').open = matchMedia('(min-width: 64rem)').matches;
document.fonts.ready.then(() => {
  for (const place of document.querySelectorAll('[data-chart]')) {
    const spec = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    campanelloCharts.render(place, spec)
      .then(() => place.closest('figure').classList.add('drawn'))
      .catch((error) => { place.remove(); console.error(error); });
  }
});
"""


class ChartScriptMissing(Refused):
    """The report in HTML was asked for, but the script that draws its charts was not built."""

    code = "evaluation.chart-script-missing"
    text = gettext_noop(
        "The report in HTML needs %(file)s, which was not built. Run “make assets” and try again, "
        "or ask for the other formats only."
    )


def html(report: Report) -> bytes:
    """The report as HTML, with its typeface, style, script and charts inside.

    Raises:
        ChartScriptMissing: The assets were not built.
    """
    script = _script()
    charts = [block for section in report.sections for block in section.blocks if isinstance(block, Chart)]
    page = _template().render(
        report=report,
        style=Markup(_style()),  # noqa: S704  # our own files
        script=Markup(script),  # noqa: S704  # our own files
        policy=_policy(script),
        stills={chart.id: Markup(_unspoken(pictures.svg(chart.still, chart.id))) for chart in charts},  # noqa: S704
        specs={chart.id: Markup(_as_data(chart.spec)) for chart in charts},  # noqa: S704  # escaped there
    )
    return page.encode()


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("campanello.evaluation.report", "templates"),
        autoescape=True,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("report.html")


def _script() -> str:
    try:
        charts = (BUILT / SCRIPT).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ChartScriptMissing(file=f"static/built/{SCRIPT.as_posix()}") from None
    licences = (BUILT / LICENCES).read_text(encoding="utf-8") if (BUILT / LICENCES).exists() else ""
    # What ends a script, or a comment in one, may stand in none.
    noted = licences.replace("*/", "* /").replace("<", "‹")
    return f"/*\n{noted}*/\n{charts}\n{START}".replace("</script", r"<\/script").replace("<!--", r"<\!--")


def _style() -> str:
    style = (Path(__file__).parent / "templates" / "report.css").read_text(encoding="utf-8")
    return "".join(_face(weight, name) for weight, name in FACES.items()) + style


def _face(weight: int, name: str) -> str:
    place = BUILT / "fonts" / name
    if not place.exists():
        return ""
    data = b64encode(place.read_bytes()).decode()
    return (
        f'@font-face{{font-family:"Titillium Web";font-weight:{weight};'
        f"src:url(data:font/woff2;base64,{data}) format('woff2')}}\n"
    )


def _policy(script: str) -> str:
    """Nothing but this file's own script runs, and nothing is fetched from anywhere."""
    fingerprint = b64encode(sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{fingerprint}'; style-src 'unsafe-inline'; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _as_data(spec: dict[str, Any]) -> str:
    """A specification as JSON in which no character can end the element that holds it."""
    text = json.dumps(spec, ensure_ascii=False, sort_keys=True)
    return text.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")


def _unspoken(svg: str) -> str:
    """A drawing whose parts are not read aloud one by one: the element around it says what it shows."""
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
