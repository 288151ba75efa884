"""The assistant: from numbers and questions to a suggestion, and from there into a host's ear."""
