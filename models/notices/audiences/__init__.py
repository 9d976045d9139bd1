"""Whom a notice is for: terms as data (`terms`), the people they mean now (`people`), who of them can be reached and how (`reach`)."""
