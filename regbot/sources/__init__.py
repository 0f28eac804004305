"""Where documents come from: one file for each publisher."""
