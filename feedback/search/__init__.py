"""Search over what customers said, Chinese and English mixed; and what is nearly the same."""
