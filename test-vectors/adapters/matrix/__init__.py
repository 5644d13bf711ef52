"""The matrix of implementations and flags: installing, asking, writing it down."""
