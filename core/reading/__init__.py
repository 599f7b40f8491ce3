"""What words mean: which act of speech a message is, and, with what stands open, what the person wants done."""
