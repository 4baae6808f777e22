"""What a person reads about a run or a dataset."""
