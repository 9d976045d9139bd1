"""内容安全: what WeChat says of texts, pictures and sound, and what people decide where it doubts."""
