"""My own data across all rooms. It stands last, so that no room that keeps something of a person is left out."""
