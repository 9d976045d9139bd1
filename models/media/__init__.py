"""Files: a place for each, a permit to upload into it, and what the store itself says arrived."""
