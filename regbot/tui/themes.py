"""Two calm themes, and the few colours of regbot's own that other themes lack."""

from __future__ import annotations

from textual.theme import Theme

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

THEMES = (
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
BY_NAME = {theme.name: theme for theme in THEMES}


def own_colours(*, dark: bool) -> dict[str, str]:
    """Values of regbot's own variables for a theme that does not define them."""
    return OWN_DARK if dark else OWN_LIGHT
