"""Words in Chinese text: jieba, loaded safely and late; the reader's own words; names by their pinyin."""

from reader.words.initials import find, rank
from reader.words.segmenter import Segmenter, segmenter

__all__ = ["Segmenter", "find", "rank", "segmenter"]
