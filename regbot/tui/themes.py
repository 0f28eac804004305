"""Two calm themes, two of high contrast, the terminal's own colours, a person's own; and colours that others lack."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from textual.theme import Theme

from regbot.errors import ConfigError

DARK = "regbot-dark"
LIGHT = "regbot-light"

OWN_DARK = {
    "quote-text": "#fff4d2",
    "quote-paper": "#544619",
    "draft": "#e3b04b",
    "in-force": "#8cc28a",
    "news": "#7fb2e5",
    "spent": "#9098a5",
    "quiet": "#8b94a3",
    "rule": "#2c323c",
}
OWN_LIGHT = {
    "quote-text": "#2b2410",
    "quote-paper": "#fbe7a1",
    "draft": "#8f5b00",
    "in-force": "#2b6e35",
    "news": "#1f5f9e",
    "spent": "#6c6a63",
    "quiet": "#6b6961",
    "rule": "#dcd7ca",
}

CALM = (
    Theme(
        name=DARK,
        primary="#86aed4",
        secondary="#5d7f9f",
        accent="#d9b36c",
        warning="#e3b04b",
        error="#e07a7a",
        success="#8cc28a",
        foreground="#d6dae1",
        background="#14171c",
        surface="#191d23",
        panel="#222831",
        dark=True,
        variables={
            "border": "#86aed4",
            "border-blurred": "#363d49",
            "block-cursor-background": "#2b3a4a",
            "block-cursor-foreground": "#eef2f7",
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": "#20262e",
            "block-cursor-blurred-foreground": "#d6dae1",
            "footer-background": "#191d23",
            "footer-key-foreground": "#86aed4",
            "footer-description-foreground": "#9aa3b1",
            "scrollbar": "#333b46",
            "scrollbar-hover": "#465060",
            "scrollbar-active": "#5d7f9f",
            "scrollbar-background": "#14171c",
            "scrollbar-background-hover": "#14171c",
            "scrollbar-background-active": "#14171c",
            **OWN_DARK,
        },
    ),
    Theme(
        name=LIGHT,
        primary="#2f5f8f",
        secondary="#6d8aa6",
        accent="#8f5b00",
        warning="#8f5b00",
        error="#a8323e",
        success="#2b6e35",
        foreground="#24272c",
        background="#fbfaf6",
        surface="#f4f1e9",
        panel="#eae6da",
        dark=False,
        variables={
            "border": "#2f5f8f",
            "border-blurred": "#cbc5b6",
            "block-cursor-background": "#d5e1ee",
            "block-cursor-foreground": "#14202c",
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": "#ebe7dc",
            "block-cursor-blurred-foreground": "#24272c",
            "footer-background": "#f4f1e9",
            "footer-key-foreground": "#2f5f8f",
            "footer-description-foreground": "#5f5d56",
            "scrollbar": "#cfc9ba",
            "scrollbar-hover": "#b8b19f",
            "scrollbar-active": "#6d8aa6",
            "scrollbar-background": "#fbfaf6",
            "scrollbar-background-hover": "#fbfaf6",
            "scrollbar-background-active": "#fbfaf6",
            **OWN_LIGHT,
        },
    ),
)
OWN_CONTRAST = {
    DARK: {
        **OWN_DARK,
        "quote-text": "#000000",
        "quote-paper": "#ffe45c",
        "draft": "#ffd24a",
        "in-force": "#7dff8a",
        "news": "#8fd0ff",
        "spent": "#d0d0d0",
        "quiet": "#d0d0d0",
        "rule": "#8a8a8a",
    },
    LIGHT: {
        **OWN_LIGHT,
        "quote-text": "#000000",
        "quote-paper": "#ffe24d",
        "draft": "#6b4000",
        "in-force": "#004d12",
        "news": "#00337a",
        "spent": "#333333",
        "quiet": "#333333",
        "rule": "#6b6b6b",
    },
}
OWN_ANSI = {
    "quote-text": "ansi_black",
    "quote-paper": "ansi_yellow",
    "draft": "ansi_yellow",
    "in-force": "ansi_green",
    "news": "ansi_cyan",
    "spent": "ansi_default",
    "quiet": "ansi_default",
    "rule": "ansi_bright_black",
}


def _contrast(calm: Theme, name: str, colours: dict[str, str]) -> Theme:
    own = {**calm.variables, **OWN_CONTRAST[calm.name], **colours}
    ground, ink, accent = colours["scrollbar-background"], colours["border"], OWN_CONTRAST[calm.name]["draft"]
    return Theme(
        name=name,
        primary=OWN_CONTRAST[calm.name]["news"],
        secondary=ink,
        accent=accent,
        warning=accent,
        error="#ff8080" if calm.dark else "#8a0010",
        success=OWN_CONTRAST[calm.name]["in-force"],
        foreground=ink,
        background=ground,
        surface=ground,
        panel=colours["footer-background"],
        dark=calm.dark,
        text_alpha=1.0,
        variables=own,
    )


def _inks(ground: str, ink: str, panel: str, cursor: str) -> dict[str, str]:
    return {
        "border": ink,
        "border-blurred": ink,
        "block-cursor-background": cursor,
        "block-cursor-foreground": ink,
        "block-cursor-blurred-background": panel,
        "block-cursor-blurred-foreground": ink,
        "footer-background": panel,
        "footer-description-foreground": ink,
        "scrollbar": ink,
        "scrollbar-background": ground,
        "scrollbar-background-hover": ground,
        "scrollbar-background-active": ground,
    }


THEMES = (
    *CALM,
    _contrast(CALM[0], "regbot-contrast-dark", _inks("#000000", "#ffffff", "#1c1c1c", "#00427f")),
    _contrast(CALM[1], "regbot-contrast-light", _inks("#ffffff", "#000000", "#ececec", "#bcd9ff")),
)
BY_NAME = {theme.name: theme for theme in THEMES}
OFFERED = {
    DARK: "calm, dark",
    LIGHT: "calm, light",
    "regbot-contrast-dark": "high contrast, dark",
    "regbot-contrast-light": "high contrast, light",
    "ansi-dark": "the terminal's own colours, on dark",
    "ansi-light": "the terminal's own colours, on light",
}
"""What the settings offer first; any theme of Textual's and any file in `themes/` can be named too."""
COLOURS = ("primary", "secondary", "warning", "error", "success", "accent")
GROUNDS = ("foreground", "background", "surface", "panel", "boost")


def own_colours(theme: Theme) -> dict[str, str]:
    """Values of regbot's own variables for a theme that does not define them."""
    if theme.ansi:
        return OWN_ANSI
    return OWN_DARK if theme.dark else OWN_LIGHT


def other(theme: Theme) -> str:
    """The name of the light theme that goes with a dark one, and the other way round."""
    swapped = theme.name.replace("dark", "\0").replace("light", "dark").replace("\0", "light")
    return swapped if swapped in OFFERED and swapped != theme.name else (LIGHT if theme.dark else DARK)


def read_theme(path: Path) -> Theme:
    """A person's own theme: a TOML file of colours, named as the file is. Raises ConfigError."""
    from textual.color import Color, ColorParseError

    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        variables = {str(key): str(value) for key, value in given.pop("variables", {}).items()}
        dark = bool(given.pop("dark", True))
        colours = {str(key): str(value) for key, value in given.items()}
        for colour in (*colours.values(), *variables.values()):
            Color.parse(colour)
        unknown = colours.keys() - {*COLOURS, *GROUNDS}
        if unknown or "primary" not in colours:
            raise ValueError(f"unknown colour {min(unknown)!r}" if unknown else "the colour 'primary' is missing")
    except (OSError, ValueError, AttributeError, ColorParseError) as error:
        raise ConfigError(f"{path}: {error}", f"give `primary`, `dark` and any of {', '.join(GROUNDS)}") from error
    ground: dict[str, Any] = {key: colours.get(key) for key in (*COLOURS[1:], *GROUNDS)}
    return Theme(name=path.stem, primary=colours["primary"], dark=dark, variables=variables, **ground)
