"""`python -m borders`: the command line, where no script of that name is on the path."""

from borders.cli.commands import main

if __name__ == "__main__":
    main()
