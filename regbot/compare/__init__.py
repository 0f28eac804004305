"""Two texts side by side: which provision became which, what words and figures changed, what a consultation came to."""
