"""National database of laws (国家法律法规数据库, flk.npc.gov.cn): laws, regulations and interpretations with their status."""

from regbot.sources.flk_cn.source import FlkCn

__all__ = ["FlkCn"]
