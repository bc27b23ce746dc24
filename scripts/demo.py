"""`make demo`: read the example pages into a fresh desk and print what it now knows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def command(*words: str) -> int:
    """Show a foreigndesk command as a person would type it, run it, give its exit code."""
    sys.stdout.write(f"\n$ foreigndesk {' '.join(words)}\n")
    sys.stdout.flush()
    return subprocess.run([sys.executable, "-m", "foreigndesk", *words], cwd=ROOT).returncode


def main() -> None:
    """Run the demo on the desk file named on the command line."""
    desk = sys.argv[1]
    failed = command("read", "examples/pages", "--desk", desk, "--quiet")
    failed = failed or command("brief", "--desk", desk)
    if failed:
        sys.exit(failed)
    sys.stdout.write(
        f"\nThe desk is in {desk}. Go on with (. .venv/bin/activate first):\n"
        f"  foreigndesk show ID --why --desk {desk}   why an event is coded as it is (ids: right edge)\n"
        f"  foreigndesk brief --events --desk {desk}  every event, newest first\n"
        f"  foreigndesk desk --desk {desk}            the web desk, at http://127.0.0.1:8440/\n"
        f"  foreigndesk read PAGE --desk {desk}       a page of yours: file, folder, address\n"
        f"  foreigndesk export --format csv --out out/events.csv --desk {desk}\n"
        '  foreigndesk code "Turkey may send troops to Syria, a source said."\n'
    )


if __name__ == "__main__":
    main()
