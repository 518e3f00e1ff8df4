"""Between the draft and the canonical rubric: a person settles what is ambiguous, and every answer is kept."""
