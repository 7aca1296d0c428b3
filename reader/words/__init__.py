"""Words in Chinese text: jieba, loaded safely and late."""

from reader.words.segmenter import Segmenter, segmenter

__all__ = ["Segmenter", "segmenter"]
