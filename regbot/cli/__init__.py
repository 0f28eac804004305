"""The command line: arguments in, a workflow, a printed result out."""
