"""疑似重复提示: fingerprints of pictures and films, an index that finds near ones, and a list for people. Nothing is refused here."""
