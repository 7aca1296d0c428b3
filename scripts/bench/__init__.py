"""Benches: speed, memory and quality as ratios against a baseline in the same run."""
