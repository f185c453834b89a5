"""Diff: what differs between two written packages, who changed it, and which version that calls for."""
