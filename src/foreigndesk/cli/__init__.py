"""The commands: what a person types. Each is in docs/commands.md with its exit codes."""


def main() -> None:
    """Run the command named on the command line and leave with its exit code."""
    from foreigndesk.cli.app import run

    run()
