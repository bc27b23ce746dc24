"""``python -m foreigndesk``: the commands."""

from foreigndesk.cli import main

if __name__ == "__main__":
    main()
