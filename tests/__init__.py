"""The tests mirror the tree. tests/lives tells whole stories over HTTP; tests/house tests the architecture itself."""
