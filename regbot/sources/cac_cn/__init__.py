"""Cyberspace Administration of China (国家互联网信息办公室): drafts open for comment, and its rules once they are made."""

from regbot.sources.cac_cn.source import CacCn

__all__ = ["CacCn"]
