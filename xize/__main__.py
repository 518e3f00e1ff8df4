"""`python -m xize` is the same as `xize`."""

from xize.cli import main

if __name__ == "__main__":
    main()
