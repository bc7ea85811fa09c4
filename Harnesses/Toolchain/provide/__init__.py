"""Provides what the harness and its sample targets build with."""
