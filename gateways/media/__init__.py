"""The studio: looks into people's files and makes what is shown of them. Nothing is decoded in this process."""
