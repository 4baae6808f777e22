"""What is known between runs, in one database: frontier, articles, files, runs and sites."""
