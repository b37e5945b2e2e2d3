"""Readers of real chips: one index, one split by place, examples as tensors."""
