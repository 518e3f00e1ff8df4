"""The commands: each parses its options, calls the pipeline, prints, and gives the exit code."""
