"""The app: a full-screen face of the same workflows the command line has. The only package that knows Textual."""
