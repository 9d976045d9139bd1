"""投诉建议: what people say of the campaign and of this service, and what they are answered."""
